/* A decision is saved where it is made: the fresh page that answers gives what has changed, and nothing moves. One is
   sent after the other, so that the counts of the last answer are the latest. */

import { fetchPage } from "../web/fetching.js";
import { replacePart } from "../web/replacing.js";
import { drawBlock, findSeen, markUse } from "./drawing.js";

/* What is decided is not offered among those that are left; the server would pass over it anyway. */
function forget(block) {
  if (block.classList.contains("is-undecided") || block.classList.contains("is-mended")) { return; }
  document.querySelectorAll(".confirm-left input[name=left]").forEach((input) => {
    if ("question-" + input.value.split(":")[0] !== block.id) { return; }
    const fold = input.closest("details");
    input.parentNode.classList.add("done");
    input.parentNode.removeChild(input);
    if (!fold.querySelector("input[name=left]")) { fold.hidden = true; }
  });
}

/* Take from the fresh page what has changed: the question, the scores and steps, the counts. Where one is stays where
   it stands in the window. */
function draw(block, fresh, page) {
  const here = document.activeElement.closest("[data-block]") || block, top = here.getBoundingClientRect().top;
  ["summary", "index", "progress"].forEach((id) => {
    replacePart(document.getElementById(id), page.getElementById(id));
  });
  const placed = drawBlock(block, fresh), stays = here === block ? placed : here;
  forget(placed);
  window.scrollBy(0, stays.getBoundingClientRect().top - top);
}

export class Deciding {
  /* `said` holds the words of what becomes of a decision, and shows them. */
  constructor(said) {
    this.said = said;
    this.waiting = []; // decisions, oldest first; the first one is being sent
    this.troubles = new Map(); // what was not saved, by question; said until it is decided again
    this.isBusy = false;
  }

  /* A decision that waits already was clicked twice. */
  add(form) {
    const block = form.closest("[data-block]"), body = new FormData(form), decision = body.get("decision");
    if (this.waiting.some((one) => one.id === block.id && one.decision === decision)) { return; }
    body.append("only", block.id);
    if (form.parentNode.dataset.inUse) { delete form.parentNode.dataset.inUse; }
    this.waiting.push({ id: block.id, number: block.querySelector(".question-number").textContent, decision, body,
      action: form.action });
    this.sendNext();
  }

  sendNext() {
    if (this.isBusy || !this.waiting.length) { return; }
    const one = this.waiting[0];
    this.isBusy = true;
    this.troubles.delete(one.id);
    this.say(this.said.dataset.saving);
    one.body.set("seen", findSeen(document.getElementById(one.id)).value); // an earlier decision of one's own is seen
    fetchPage(one.action, { method: "POST", body: new URLSearchParams(one.body) })
      .then((page) => this.receive(one, page), () => this.said.dataset.trouble)
      .then((trouble) => this.conclude(one, trouble));
  }

  /* Gives what is wrong. */
  receive(one, page) {
    const fresh = page.getElementById(one.id);
    if (!fresh) { return this.said.dataset.signedOut; }
    draw(document.getElementById(one.id), fresh, page);
    const wrong = fresh.querySelector(".error") || page.querySelector(".flash"); // it says what was not taken back
    return wrong ? wrong.textContent : "";
  }

  /* What follows a decision that was not taken was made on sight of another state, and is not sent. */
  conclude(one, trouble) {
    this.waiting = this.waiting.filter((other) => other !== one && !(trouble && other.id === one.id));
    if (trouble) { this.troubles.set(one.id, this.said.dataset.question.replace("{}", one.number) + trouble); }
    this.isBusy = false;
    this.say(this.troubles.size ? "" : this.said.dataset[one.decision ? "saved" : "undone"]);
    this.sendNext();
  }

  say(text) {
    this.said.textContent = Array.from(this.troubles.values()).concat(text || []).join(" ");
  }

  listen() {
    document.addEventListener("submit", (event) => {
      if (!event.target.hasAttribute("data-decide")) { return; }
      event.preventDefault();
      this.add(event.target);
    });
    ["focusin", "input"].forEach((name) => document.addEventListener(name, markUse));
    window.addEventListener("beforeunload", (event) => {
      if (this.waiting.length) { event.preventDefault(); event.returnValue = ""; }
    });
  }
}
