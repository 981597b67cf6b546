/* What a reviewer would stumble over, at the question: asked for after a save, put where its room is kept, and answered
   with a word. Nothing opens by itself. */

import { fetchPage } from "../web/fetching.js";
import { readToken } from "../web/token.js";

const PAUSE = 1500;

function isHeld(fold) { return fold.open && fold.lastElementChild.contains(document.activeElement); }

/* The fold of a question as the page of all of them has it; none where nothing is to be checked. */
function putFold(fold, fresh) {
  const words = fold.querySelector("summary");
  if (isHeld(fold)) { return; }
  fold.dataset.doubts = fresh ? fresh.dataset.doubts : "0";
  if (!fresh) { fold.open = false; return; }
  words.textContent = fresh.querySelector("summary").textContent;
  fold.replaceChild(document.importNode(fresh.querySelector("[data-doubt-lines]"), true), fold.lastElementChild);
}

export class Doubts {
  constructor(form) {
    this.form = form;
    this.timer = null;
  }

  listen() {
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-checked]");
      if (button) { event.preventDefault(); this.say(button); }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.closest(".say-word input")) { return; }
      event.preventDefault();
      this.say(event.target.parentNode.querySelector("[data-checked]"));
    });
  }

  /* After a save, once nothing more is saved for a moment. */
  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  ask() {
    return fetchPage(this.form.dataset.doubtsAt).then((page) => {
      if (!page.querySelector("[data-all-doubts]")) { return; } // signed out: saving says so
      document.querySelectorAll("[data-question]").forEach((section) => {
        const found = page.querySelector("template[data-doubts-of='" + section.dataset.question + "']");
        const fold = section.querySelector("[data-doubts]");
        if (fold) { putFold(fold, found && found.content.firstElementChild); }
      });
    }).catch(() => { /* asked again with the next save */ });
  }

  say(button) {
    const [question, mark] = button.value.split(":"), field = button.parentNode.querySelector("input");
    const body = new URLSearchParams({ mark, words: field.value, csrf_token: readToken() });
    if (!field.value.trim()) { field.focus(); return; }
    button.disabled = true;
    fetch(this.form.dataset.own + "questions/" + encodeURIComponent(question) + "/doubts", {
      method: "POST", body, credentials: "same-origin", redirect: "manual",
    }).then(() => {
      button.closest("[data-doubts]").querySelector("summary").focus({ preventScroll: true }); // the button goes
      return this.ask();
    }).catch(() => {}).then(() => { button.disabled = false; });
  }
}
