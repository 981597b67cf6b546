/* Pages fetched by a script, to take a part out of them. */

/* The page at `address` as a document; a page that says an error is one too. Fails where the network does. */
export function fetchPage(address, options) {
  return fetch(address, Object.assign({ credentials: "same-origin" }, options)).then(readPage);
}

/* What was fetched, as a document. */
export function readPage(answer) {
  return answer.text().then((text) => new DOMParser().parseFromString(text, "text/html"));
}
