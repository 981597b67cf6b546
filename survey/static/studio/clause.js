/* The keys of a clause's page, which press what is on the page, its ticks, and the fields of the kind that is chosen.
   Works in Chromium 78. */

const SETTLING = 400; // ms in which no key decides: a key pressed twice decides nothing that was not seen yet
const PATIENCE = 10000; // ms after which an act that brought no page may be sent again
const WALKING = ["j", "k", "n"];
const unsent = new Set(); // forms in which something was typed or ticked
let sending = null, isReady = false;

function isShortcut(event) { return event.ctrlKey || event.metaKey || event.altKey; }

function isTyping(target) { return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox"; }

function press(target) {
  if (target.tagName === "DETAILS") {
    target.open = true;
    const field = target.querySelector("input:checked, input[type=radio], button");
    if (field) { field.focus(); }
  } else if (target.tagName === "TEXTAREA") {
    target.focus();
  } else {
    target.click();
  }
}

/* Whether a key is one of ours: a plain letter or figure, pressed once, while nothing is typed and nothing is sent. */
function isOurs(event) {
  const isPlain = /^[a-z1-9]$/.test(event.key) && !event.repeat && !event.isComposing && !isShortcut(event);
  return isPlain && !sending && (isReady || WALKING.includes(event.key));
}

function findTarget(key) {
  return document.querySelector(/\d/.test(key) ? "[data-tick='" + key + "']" : "[data-key=" + key + "]");
}

/* Enter in a field presses the button beside it, and none where there is none. */
function enter(event) {
  const place = event.target.closest("[data-enter]"), button = place && place.querySelector("button");
  if (button && event.target.tagName === "INPUT" && !event.isComposing) { event.preventDefault(); button.click(); }
}

function listen(event) {
  if (isTyping(event.target)) {
    if (event.key === "Escape") { event.target.blur(); }
    if (event.key === "Enter") { enter(event); }
  } else if (isOurs(event)) {
    const target = findTarget(event.key);
    if (target) { event.preventDefault(); press(target); }
  }
}

/* One act at a time: until the next page is there, nothing else is sent, by whatever key or button. */
function send(event) {
  if (sending) { event.preventDefault(); return; }
  sending = event.target;
  setTimeout(() => { sending = null; }, PATIENCE);
}

function noteTyping(event) {
  const form = event.target.form;
  if (form && form.method === "post") { unsent.add(form); }
  if (event.target.dataset.tick) { countTicks(form); }
}

function countTicks(form) {
  const count = document.querySelectorAll("[data-tick]:checked").length;
  form.querySelector("[data-ticked]").textContent = count ? "（" + count + "）" : "";
  if (!count) { unsent.delete(form); }
}

/* Whoever sends one form leaves behind what was typed in another: the browser asks whether to. */
function askBeforeLeaving(event) {
  if ([...unsent].some((form) => form !== sending)) {
    sending = null;
    event.preventDefault();
    event.returnValue = "";
  }
}

/* The page is there, or there again: keys decide once it has been seen. */
function settle() {
  sending = null;
  isReady = false;
  setTimeout(() => { isReady = true; document.documentElement.dataset.keys = "ready"; }, SETTLING);
}

function showKind(form, kind) {
  for (const part of form.querySelectorAll("[data-kinds]")) {
    part.hidden = !part.dataset.kinds.split(" ").includes(kind);
  }
}

function showReason(select) {
  const reason = select.parentElement.querySelector("[data-reason]");
  if (reason) { reason.hidden = select.value !== "none"; }
}

document.addEventListener("keydown", listen);
document.addEventListener("submit", send);
document.addEventListener("input", noteTyping);
window.addEventListener("beforeunload", askBeforeLeaving);
window.addEventListener("pageshow", settle);
for (const select of document.querySelectorAll("[data-reading]")) {
  select.addEventListener("change", () => showReason(select));
}
const form = document.getElementById("measure-form");
if (form) { form.kind.addEventListener("change", () => showKind(form, form.kind.value)); }
