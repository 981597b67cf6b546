/* The changes of an answer beside its question: the page that the link leads to, drawn in place and folded away
   again. */

import { opensElsewhere } from "../web/clicks.js";
import { fetchPage } from "../web/fetching.js";

function fold(link, place, open) {
  place.hidden = !open;
  link.setAttribute("aria-expanded", String(open));
}

function load(link, place) {
  fetchPage(link.href).then((page) => {
    const found = page.getElementById("history");
    if (!found) { throw new Error("not the page"); }
    place.textContent = "";
    place.appendChild(document.importNode(found, true)).removeAttribute("id");
    fold(link, place, true);
  }).catch(() => { location.href = link.href; });
}

function openHistory(link) {
  const place = document.createElement("div");
  place.hidden = true;
  link.parentNode.insertBefore(place, link.nextSibling);
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", (event) => {
    if (opensElsewhere(event)) { return; }
    event.preventDefault();
    event.stopPropagation(); // the page is not left
    if (place.hidden) { load(link, place); } else { fold(link, place, false); }
  });
}

document.querySelectorAll("[data-history]").forEach(openHistory);
