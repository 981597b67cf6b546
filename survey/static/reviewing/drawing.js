/* A question under review, drawn anew from a fresh page around what is in use: a fold that somebody types in stays,
   with its text, its caret and its input method. */

import { replacePart } from "../web/replacing.js";

export function isInUse(fold) { return fold.open === true && fold.dataset.inUse === "yes"; }

/* What becomes of it is for whoever types in it to say, until it is sent. */
export function markUse(event) {
  const fold = event.target.closest(".choose");
  if (fold) { fold.dataset.inUse = "yes"; }
}

export function findSeen(element) { return element.querySelector("input[name=seen]"); }

/* The children of `fresh` take the place of those of `old`, around the one that both have by `name`. */
function drawAround(old, fresh, name) {
  const find = (element) => Array.from(element.children).find((child) => child.classList.contains(name));
  const kept = find(old), place = find(fresh);
  Array.from(old.childNodes).filter((node) => node !== kept).forEach((node) => old.removeChild(node));
  let next = kept;
  Array.from(fresh.childNodes).forEach((node) => {
    if (node === place) { next = null; } else { old.insertBefore(document.importNode(node, true), next); }
  });
}

function drawForms(old, fresh) {
  Array.from(old.children).forEach((form, at) => {
    if (isInUse(form)) { findSeen(form).value = findSeen(fresh.children[at]).value; }
    else { replacePart(form, fresh.children[at]); }
  });
}

/* Gives the question as it stands now. Who was at what has gone is at the question. */
export function drawBlock(block, fresh) {
  const wasHere = block.contains(document.activeElement);
  const [forms, freshForms] = [block, fresh].map((element) => element.querySelector(".deciding"));
  let placed = block;
  if (forms && freshForms) {
    block.className = fresh.className;
    drawAround(block, fresh, "decided");
    drawAround(forms.parentNode, freshForms.parentNode, "deciding");
    drawForms(forms, freshForms);
  } else { placed = replacePart(block, fresh); }
  if (wasHere && !placed.contains(document.activeElement)) { placed.focus({ preventScroll: true }); }
  return placed;
}
