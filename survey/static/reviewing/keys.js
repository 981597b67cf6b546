/* The keys j k c s r, which do what the buttons do, and the box that switches them off; c goes on to the next. */

import { chooseNext } from "./walking.js";

const KEPT = "survey-review-keys";
const STEPS = { j: 1, k: -1 };
const DECISIONS = ["c", "s", "r"];

function blockOf(element) { return element && element.closest ? element.closest("[data-block]") : null; }

/* Whether the key belongs to the browser. */
function isShortcut(event) { return event.ctrlKey || event.metaKey || event.altKey; }

function walk(step) {
  const blocks = Array.from(document.querySelectorAll("[data-block]"));
  const here = blocks.indexOf(blockOf(document.activeElement));
  const next = blocks[chooseNext(here, step, blocks.map((block) => block.getBoundingClientRect().top))];
  if (next) { next.focus({ preventScroll: true }); next.scrollIntoView(); }
}

function decide(key) {
  const block = blockOf(document.activeElement), target = block && block.querySelector("[data-key=" + key + "]");
  if (!target) { return; }
  if (target.tagName === "BUTTON") { target.click(); walk(1); return; }
  target.open = true;
  const field = target.querySelector("input:not([type=hidden]), textarea");
  if (field) { field.focus(); }
}

function press(event) {
  const key = event.key.toLowerCase();
  if (key in STEPS) { walk(STEPS[key]); }
  else if (DECISIONS.includes(key)) { if (!event.repeat) { decide(key); } } // held down, it decides once
  else { return; }
  event.preventDefault();
}

function listen(on) {
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const block = blockOf(event.target);
    if (event.key === "Escape" && isTyping && block) { block.focus(); return; }
    if (on.checked && !isTyping && !event.isComposing && !isShortcut(event)) { press(event); }
  });
}

function keepChoice(on) {
  try {
    on.checked = localStorage.getItem(KEPT) !== "off";
    on.addEventListener("change", () => { localStorage.setItem(KEPT, on.checked ? "on" : "off"); });
  } catch { /* a browser that keeps nothing: the keys work, the choice is forgotten */ }
}

export function openKeys() {
  const on = document.getElementById("keys-on");
  listen(on);
  document.getElementById("keys").hidden = false;
  keepChoice(on);
}
