/* Talking to the server: JSON there and back, never longer than ten seconds. */

import { readToken } from "../web/token.js";

const TIMEOUT = 10000;

function read(answer) {
  const type = answer.headers.get("Content-Type") || "";
  if (!type.includes("json")) { return { status: answer.status, body: {} }; }
  return answer.json().then((body) => ({ status: answer.status, body }));
}

/* The status and the body of the answer; fails where the network does. */
export function request(method, address, body) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT);
  return fetch(address, {
    method, signal: abort.signal, body: body && JSON.stringify(body), credentials: "same-origin",
    headers: { "Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": readToken() },
  }).then(read).finally(() => clearTimeout(timer));
}
