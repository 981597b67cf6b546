/* What a person does on the form: typing, choosing, pressing a button. */

import { hideSuggestion } from "./choosing.js";

const PAUSE = 800; // milliseconds without a key after which what is typed is sent

function isBox(input) { return input.type === "radio" || input.type === "checkbox"; }

function type(input, blocks, sending) {
  const block = blocks.findAround(input);
  if (!block) { return; }
  block.fields.settle(input);
  if (input.closest("[data-value], .not-applicable")) { hideSuggestion(block); }
  sending.change(block, isBox(input) ? 0 : PAUSE);
  if (input.hasAttribute("data-not-applicable") && input.checked) {
    block.section.querySelector("[data-reason] textarea").focus();
  }
}

function press(event, choosing) {
  const button = event.target.closest("button");
  if (!button) { return; }
  if (button.hasAttribute("data-settle")) { event.preventDefault(); choosing.settle(button); }
  if (button.hasAttribute("data-carry")) { event.preventDefault(); choosing.carry(button); }
  if (button.hasAttribute("data-clear")) { choosing.takeBack(button); }
}

export function listenToTyping(form, blocks, sending, choosing) {
  form.addEventListener("input", (event) => type(event.target, blocks, sending));
  form.addEventListener("focusout", (event) => {
    const block = blocks.findAround(event.target);
    if (block && block.timer > 0) { sending.hurry(block); }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); }
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); });
  form.addEventListener("click", (event) => press(event, choosing));
}
