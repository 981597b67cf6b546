/* A part of a page that is drawn anew while it says so: [data-redraw] holds after how many milliseconds. The focus is
   put back where it was; where the page leads elsewhere meanwhile, one goes there. While it is not looked at, nothing
   is asked. Without this script the page reloads. */

import { readPage } from "./fetching.js";
import { replacePart } from "./replacing.js";

function plan() {
  const part = document.querySelector("[data-redraw]");
  if (part) { setTimeout(() => ask(part), Number(part.dataset.redraw)); }
}

function ask(part) {
  if (document.hidden) { plan(); return; }
  fetch(location.href, { credentials: "same-origin", redirect: "manual" }).then((answer) => {
    if (answer.type === "opaqueredirect") { location.reload(); }
    return readPage(answer);
  }).then((page) => {
    const anew = page.getElementById(part.id); // a page that says an error has no such part
    if (anew) { replacePart(part, anew); }
  }).catch(() => { /* asked again in a while */ }).then(plan);
}

plan();
