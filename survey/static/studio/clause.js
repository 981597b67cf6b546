/* The keys of a clause's page, which press what is on the page, and the fields of the kind that is chosen.
   Works in Chromium 78. */

function isShortcut(event) { return event.ctrlKey || event.metaKey || event.altKey; }

function isTyping(target) { return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName); }

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

/* Whether a key is one of ours: a plain letter, pressed once, while nothing is typed. */
function isOurs(event) {
  return /^[a-z]$/.test(event.key) && !event.repeat && !event.isComposing && !isShortcut(event);
}

function listen(event) {
  if (isTyping(event.target)) {
    if (event.key === "Escape") { event.target.blur(); }
  } else if (isOurs(event)) {
    const target = document.querySelector("[data-key=" + event.key + "]");
    if (target) { event.preventDefault(); press(target); }
  }
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
for (const select of document.querySelectorAll("[data-reading]")) {
  select.addEventListener("change", () => showReason(select));
}
const form = document.getElementById("measure-form");
if (form) { form.kind.addEventListener("change", () => showKind(form, form.kind.value)); }
