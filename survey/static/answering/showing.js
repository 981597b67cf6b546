/* What the form says while one types: the state of saving, the notice at the top, progress, two answers to choose
   from. */

import { markChanged } from "../evidence/mending.js";
import { addUp } from "./progress.js";

const SLOTS = ["mine", "mine_by", "mine_at", "mine_how", "theirs", "theirs_by", "theirs_at", "theirs_how"];

export class Showing {
  constructor(words) {
    this.words = words;
    this.network = document.getElementById("network");
  }

  say(block, text, kind) {
    if (!block.section) { return; }
    const state = block.section.querySelector("[data-state]");
    if (state.textContent !== text) { state.textContent = text; }
    state.className = "state state-" + kind;
  }

  warn(text, offersSignIn = false) {
    this.network.hidden = !text;
    this.network.querySelector("[data-words]").textContent = text;
    this.network.querySelector("[data-sign-in]").hidden = !offersSignIn;
  }

  /* How far a domain is; a change that a colleague made in another one brings the figures. */
  showDomain(domain) {
    const line = document.querySelector("[data-domain='" + domain.id + "'] [data-count]");
    if (line) { line.textContent = domain.answered + "/" + domain.asked; }
    this.showProgress();
  }

  /* The bar is the sum of the domains as they are listed. */
  showProgress() {
    const counts = Array.from(document.querySelectorAll("[data-count]"), (count) => count.textContent);
    const { answered, asked } = addUp(counts), bar = document.querySelector(".progress progress");
    bar.max = asked || 1;
    bar.value = answered;
    const words = this.words.progress.replace("{answered}", answered).replace("{asked}", asked);
    document.querySelector("[data-progress]").textContent = words;
  }

  /* What the server has now; its exact figures take the place of those that were worked out while one typed. */
  showSaved(block, saved) {
    const data = block.section.dataset;
    if (data.answered) { data.answered = saved.answered ? "yes" : "no"; }
    data.version = saved.version;
    markChanged(block.section, saved.version);
    this.showDomain({
      id: document.querySelector(".domains .here").dataset.domain,
      answered: document.querySelectorAll("[data-answered=yes]").length,
      asked: document.querySelectorAll("[data-answered]").length,
    });
    block.fields.mark({});
    block.fields.showWorkedOut(saved.worked_out);
    this.say(block, saved.message, "saved");
  }

  /* Two answers to choose from; until somebody does, nothing can be typed. */
  showCollision(block, collision) {
    const panel = document.getElementById("collision").content.cloneNode(true);
    SLOTS.forEach((name) => {
      panel.querySelectorAll("[data-slot=" + name + "]").forEach((slot) => { slot.textContent = collision[name]; });
    });
    panel.querySelectorAll("[data-settle]").forEach((button) => {
      button.value = [block.question, collision.edit_id, button.dataset.settle].join(":");
    });
    block.section.querySelector("[data-collisions]").appendChild(panel);
    block.fields.setLocked(true);
    block.held = true;
    this.say(block, this.words.collision, "wrong");
  }
}
