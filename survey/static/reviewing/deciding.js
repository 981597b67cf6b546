/* A decision is saved where it is made: the fresh page that answers gives what has changed, and nothing moves. */

import { fetchPage } from "../web/fetching.js";

function replace(old, fresh) {
  const taken = document.importNode(fresh, true);
  old.parentNode.replaceChild(taken, old);
  return taken;
}

/* What is decided is not offered among those that are left; the server would pass over it anyway. */
function forget(block) {
  if (block.classList.contains("is-undecided") || block.classList.contains("is-mended")) { return; }
  document.querySelectorAll(".confirm-left input[name=left]").forEach((input) => {
    if ("question-" + input.value.split(":")[0] !== block.id) { return; }
    const fold = input.closest("details"), link = fold.querySelector("a[href$='#" + block.id + "']");
    input.parentNode.removeChild(input);
    if (link) { link.classList.add("done"); }
    if (!fold.querySelector("input[name=left]")) { fold.hidden = true; }
  });
}

/* Take from the fresh page what has changed: the question, the scores and steps, the counts. */
function show(block, page, said) {
  const fresh = page.getElementById(block.id);
  if (!fresh) {
    block.querySelectorAll("form").forEach((form) => { delete form.dataset.busy; });
    said.textContent = said.dataset.signedOut;
    return;
  }
  const top = block.getBoundingClientRect().top;
  ["summary", "index"].forEach((id) => { replace(document.getElementById(id), page.getElementById(id)); });
  const placed = replace(block, fresh), wrong = placed.querySelector(".error");
  forget(placed);
  placed.focus({ preventScroll: true });
  window.scrollBy(0, placed.getBoundingClientRect().top - top);
  said.textContent = wrong ? wrong.textContent : said.dataset.saved;
}

function save(form, said) {
  const body = new FormData(form), block = form.closest("[data-block]");
  body.append("only", block.id);
  said.textContent = said.dataset.saving;
  form.dataset.busy = "yes";
  fetchPage(form.action, { method: "POST", body: new URLSearchParams(body) })
    .then((page) => show(block, page, said))
    .catch(() => { delete form.dataset.busy; said.textContent = said.dataset.trouble; });
}

export function openDeciding() {
  const said = document.getElementById("said");
  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("data-decide")) { return; }
    event.preventDefault();
    if (event.target.dataset.busy !== "yes") { save(event.target, said); }
  });
}
