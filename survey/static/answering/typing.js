/* What a person does on the form: typing, choosing, pressing a button. */

const PAUSE = 800; // milliseconds without a key after which what is typed is sent

function isBox(input) { return input.type === "radio" || input.type === "checkbox"; }

/* What an input method has not settled yet is no answer: it is taken when the word is chosen. */
function type(event, blocks, sending) {
  const input = event.target, block = blocks.findAround(input);
  if (!block || event.isComposing || !input.closest("[data-fields]")) { return; }
  block.fields.settle(input);
  sending.change(block, isBox(input) ? 0 : PAUSE);
}

function press(event, choosing) {
  const button = event.target.closest("button");
  if (!button) { return; }
  if (button.hasAttribute("data-settle")) { event.preventDefault(); choosing.settle(button); }
  if (button.hasAttribute("data-carry")) { event.preventDefault(); choosing.carry(button); }
  if (button.hasAttribute("data-clear")) { choosing.takeBack(button); }
}

export function listenToTyping(form, blocks, sending, choosing) {
  form.addEventListener("input", (event) => type(event, blocks, sending));
  form.addEventListener("compositionend", (event) => type(event, blocks, sending));
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
