/* A page of the form that is read and not filled in, without a network: what is shown was kept, and nothing is handed
   in from it. */

import { forgetWhenLeft, sayWhenKept } from "./keeping.js";

const network = document.getElementById("network"), { idle, keptPage, notKept } = network.dataset, at = sayWhenKept();

function warn(text) {
  network.hidden = false;
  network.querySelector("[data-words]").textContent = text;
}

forgetWhenLeft(Number(idle));
if (navigator.serviceWorker) { navigator.serviceWorker.addEventListener("message", () => warn(notKept)); }
if (at) {
  warn(keptPage.replace("{at}", at));
  for (const step of document.querySelectorAll("form[action*='/actions/']")) { step.hidden = true; }
  window.addEventListener("online", () => location.reload());
}
