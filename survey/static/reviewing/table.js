/* The table of a round is chosen from and ordered where it stands. Without this script the form and links do it. */

import { fetchPage } from "../web/fetching.js";
import { replacePart } from "../web/replacing.js";

const choices = document.getElementById("choices");
let turn = 0; // of several that were asked for, the last one is shown

function show(address) {
  const mine = ++turn;
  fetchPage(address).then((page) => {
    const fresh = page.getElementById("found");
    if (mine !== turn) { return; }
    if (!fresh) { location.href = address; return; } // signed out, or an error: the page itself says it
    replacePart(document.getElementById("found"), fresh);
    history.replaceState(null, "", address);
  }, () => { location.href = address; });
}

function ask() {
  const asked = new URLSearchParams(new FormData(choices));
  show(choices.action.split("?")[0] + "?" + asked);
}

choices.addEventListener("change", ask);
choices.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
document.addEventListener("click", (event) => {
  const link = event.target.closest("#found thead a, #found .links a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
  event.preventDefault();
  choices.elements.order.value = new URL(link.href).searchParams.get("order") || "code";
  show(link.href);
});
