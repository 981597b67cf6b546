"""Headers that keep a page to itself."""

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

ONE_YEAR = "max-age=31536000"
# Their address changes with what is in them. Private: an answer to somebody signed in renews the session's cookie.
STATIC_CACHING = f"private, {ONE_YEAR}, immutable"


def init_security(app: Flask) -> None:
    """Send the headers with every page; neither pages nor downloads are kept by a shared computer's cache.

    Scripts and styles, which are the same for everyone, are kept for a year.
    """

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)  # a download may have a stricter policy of its own
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = ONE_YEAR
        is_static = request.endpoint == "static" and response.status_code < 400
        response.headers["Cache-Control"] = STATIC_CACHING if is_static else "no-store"
        return response
