"""The site behind gunicorn: several processes, each renewed before it grows."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from survey.settings import Settings


class Site(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's own entry for an application made in code."""

    def __init__(self, settings: Settings, create_site: Callable[[], Flask]) -> None:
        self.settings = settings
        self.create_site = create_site
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": self.settings.processes,
            "timeout": 120,
            "max_requests": 2000,  # a process grows by about 0.4 MB for each PDF it makes
            "max_requests_jitter": 200,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.create_site()
