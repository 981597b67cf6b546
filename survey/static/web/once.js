/* A form of the class submit-once is sent once: until the next page is there, a second click does nothing. The pressed
   button stays enabled, so that its name and value are sent, and shows in its place that something is under way. */

const UNDER_WAY = "is-under-way";

function findPressed(form) {
  const focused = document.activeElement;
  return focused.form === form && focused.type === "submit" ? focused : form.querySelector("button:not([type=button])");
}

function send(event) {
  const form = event.target;
  if (event.defaultPrevented || !form.classList.contains("submit-once")) { return; }
  if (form.classList.contains(UNDER_WAY)) { event.preventDefault(); return; }
  const pressed = findPressed(form);
  form.classList.add(UNDER_WAY);
  if (pressed) { pressed.classList.add(UNDER_WAY); }
}

function release() {
  document.querySelectorAll("." + UNDER_WAY).forEach((element) => { element.classList.remove(UNDER_WAY); });
}

/* Whoever is asked whether to leave, and stays, may send it again. */
function releaseWhoStays(event) {
  setTimeout(() => { if (event.defaultPrevented) { release(); } }, 0);
}

window.addEventListener("submit", send); // after the listeners of the page, which may send it in another way
window.addEventListener("beforeunload", releaseWhoStays);
window.addEventListener("pageshow", release); // come back to by the browser's button, the page is as it was left
