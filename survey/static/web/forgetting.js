/* What the form keeps of its pages in this browser, to be read without a network, goes with whoever it was kept for:
   every page drops what belongs to somebody else, and signing out drops all of it first, network or not. */

import { forget } from "./kept.js";

function signOut(event) {
  const form = event.target;
  if (event.defaultPrevented || !form.hasAttribute("data-sign-out")) { return; }
  event.preventDefault();
  forget().then(() => form.submit());
}

forget(document.querySelector("meta[name=keeps]").content);
if (window.caches) { window.addEventListener("submit", signOut); }
