/* Sending one file, with progress. How many are on their way is known, so that nobody leaves over them. */

import { readToken } from "../web/token.js";

let sending = 0;

export function isSending() { return sending > 0; }

function read(request) {
  try { return JSON.parse(request.responseText); } catch { return {}; }
}

/* `progress` is called with the bytes that are sent, `done` with the status (0: the network broke off) and the
   answer. */
export function sendFile(address, file, progress, done) {
  const request = new XMLHttpRequest();
  sending += 1;
  request.open("PUT", address);
  request.setRequestHeader("X-CSRFToken", readToken());
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.upload.addEventListener("progress", (event) => progress(event.loaded));
  request.addEventListener("loadend", () => {
    sending -= 1;
    done(request.status, read(request));
  });
  request.send(file);
}
