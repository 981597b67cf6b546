/* The keys j k c s r u, which do what the buttons do, and the box that switches them off; c goes on to the next, and so
   does Ctrl+Enter, which saves what is typed. */

import { chooseNext } from "./walking.js";

const KEPT = "survey-review-keys";
const STEPS = { j: 1, k: -1 };
const DECISIONS = ["c", "s", "r", "u"];

let left = null; // the question that c or Ctrl+Enter went on from, its own decision before, and where they went to

function blockOf(element) { return element && element.closest ? element.closest("[data-block]") : null; }

/* Whether the key belongs to the browser. */
function isShortcut(event) { return event.ctrlKey || event.metaKey || event.altKey; }

function walk(step) {
  const blocks = Array.from(document.querySelectorAll("[data-block]"));
  const here = blocks.indexOf(blockOf(document.activeElement));
  const next = blocks[chooseNext(here, step, blocks.map((block) => block.getBoundingClientRect().top))];
  if (next) { next.focus({ preventScroll: true }); next.scrollIntoView(); }
}

/* Whether half of it, or of the window, is to be read under the line that stays there. */
function isInSight(block) {
  const box = block.getBoundingClientRect();
  const line = Math.max(0, document.querySelector(".review-line").getBoundingClientRect().bottom);
  const seen = Math.min(box.bottom, window.innerHeight) - Math.max(box.top, line);
  return seen >= Math.min(box.height, window.innerHeight - line) / 2;
}

/* A key confirms what nobody has decided; what was set, or is to be returned, is changed by its buttons only. */
function confirm(block, button) {
  const before = findOwn(block);
  if (button && !/ is-(set_aside|returned|confirmed)\b/.test(block.className)) { button.click(); }
  goOn(block, before);
}

function goOn(block, before) {
  walk(1);
  const here = blockOf(document.activeElement);
  left = { id: block.id, before, landed: here ? here.id : "" };
}

/* The id of the decision of one's own at a question, which can be taken back; "" where there is none. */
function findOwn(block) {
  const field = block && block.querySelector("input[name=review]");
  return field ? field.value : "";
}

/* After c and Ctrl+Enter one stands on the next question, and has looked at nothing there: u is about what was decided
   just now, and never about an earlier decision. */
function takeBack(here, deciding) {
  const last = left && left.landed === here.id ? left : { id: here.id, before: "" };
  const block = document.getElementById(last.id), own = findOwn(block);
  if (deciding.waiting.some((one) => one.id === last.id)) { return; } // it says that it is saving
  if (!own || own === last.before) { deciding.say(deciding.said.dataset.nothing); return; }
  left = null;
  block.focus({ preventScroll: true });
  if (!isInSight(block)) { block.scrollIntoView(); }
  block.querySelector("[data-key=u]").click();
}

function openOrPress(target) {
  if (target.tagName === "BUTTON") { target.click(); return; }
  target.open = true;
  const field = target.querySelector("input:not([type=hidden]), textarea");
  if (field) { field.focus(); }
}

function decide(key, deciding) {
  const block = blockOf(document.activeElement), target = block && block.querySelector("[data-key=" + key + "]");
  if (!block) { return; }
  if (!isInSight(block)) { block.scrollIntoView(); return; } // nobody decides on what was scrolled away
  if (key === "c") { confirm(block, target); return; }
  if (key === "u") { takeBack(block, deciding); return; }
  if (target) { openOrPress(target); }
}

function saveAndGoOn(form) {
  const block = blockOf(form), before = findOwn(block);
  form.querySelector("button.button").click();
  goOn(block, before);
}

function press(event, deciding) {
  const key = event.key.toLowerCase();
  if (key in STEPS) { left = null; walk(STEPS[key]); }
  else if (DECISIONS.includes(key)) { if (!event.repeat) { decide(key, deciding); } } // held down, it decides once
  else { return; }
  event.preventDefault();
}

/* While somebody types, Escape leaves the field, and Ctrl+Enter saves. */
function pressTyping(event, isOn) {
  const block = blockOf(event.target), form = event.target.closest("form[data-decide]");
  if (event.key === "Escape" && block) { block.focus(); }
  if (isOn && form && event.key === "Enter" && event.ctrlKey && !event.repeat) { saveAndGoOn(form); }
}

function listen(on, deciding) {
  document.addEventListener("keydown", (event) => {
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { pressTyping(event, on.checked); return; }
    if (on.checked && !event.isComposing && !isShortcut(event)) { press(event, deciding); }
  });
}

function keepChoice(on) {
  try {
    on.checked = localStorage.getItem(KEPT) !== "off";
    on.addEventListener("change", () => { localStorage.setItem(KEPT, on.checked ? "on" : "off"); });
  } catch { /* a browser that keeps nothing: the keys work, the choice is forgotten */ }
}

export function openKeys(deciding) {
  const on = document.getElementById("keys-on");
  listen(on, deciding);
  document.getElementById("keys").hidden = false;
  keepChoice(on);
}
