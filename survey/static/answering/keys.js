/* Keys for those who would rather not reach for the mouse: never while one types, and to be switched off. */

import { findHere, goTo } from "./going.js";

const KEPT = "survey-keys"; // in the browser's storage: "off"

function isTyping(element) {
  return element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
}

/* The question `step` behind the one where one is. */
function findBeside(step) {
  const sections = Array.from(document.querySelectorAll("[data-question]")), here = findHere(sections);
  const isIn = sections[here] && sections[here].contains(document.activeElement);
  return sections[isIn || step < 0 ? here + step : here] || null;
}

/* The option of that number in the question that has the focus, as if it were pressed. */
function choose(number) {
  const section = document.activeElement.closest("[data-question]");
  if (!section) { return false; }
  const boxes = section.querySelectorAll(
    "[data-value] input[type=radio]:enabled, [data-value] input[type=checkbox]:enabled",
  );
  const box = boxes[number - 1];
  if (box) { box.focus({ preventScroll: true }); box.click(); }
  return Boolean(box);
}

function follow(key) {
  if (/^[1-9]$/.test(key)) { return choose(Number(key)); }
  if (key === "n") { document.querySelector("[data-go-on]").click(); return true; }
  const section = key === "j" ? findBeside(1) : key === "k" ? findBeside(-1) : null;
  if (section) { goTo(section); }
  return Boolean(section);
}

function read() {
  try { return window.localStorage.getItem(KEPT) !== "off"; } catch { return true; }
}

function write(isOn) {
  try { window.localStorage.setItem(KEPT, isOn ? "on" : "off"); } catch { /* then it holds for this page */ }
}

export function listenToKeys() {
  const box = document.querySelector("[data-keys]");
  box.checked = read();
  box.addEventListener("change", () => write(box.checked));
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (box.checked && isPlain && !isTyping(event.target) && follow(event.key)) { event.preventDefault(); }
  });
}
