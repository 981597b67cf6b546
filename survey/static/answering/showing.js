/* What the form says while one types: the state of saving, the notice at the top, progress, what is left, two answers
   to choose from. */

import { markChanged } from "../evidence/mending.js";
import { forget } from "../web/kept.js";
import { addUp, sayLeft } from "./progress.js";

const SLOTS = ["mine", "mine_by", "mine_at", "mine_how", "theirs", "theirs_by", "theirs_at", "theirs_how"];

function readCount(line) {
  const [answered, asked] = line.querySelector("[data-count]").textContent.split("/").map(Number);
  return { answered, asked };
}

function writeCount(line, answered) {
  line.querySelector("[data-count]").textContent = answered + "/" + readCount(line).asked;
}

export class Showing {
  constructor(words) {
    this.words = words;
    this.network = document.getElementById("network");
    const { left, leftFigures } = document.getElementById("answers").dataset;
    this.learnLeft({ questions: Number(left), figures: Number(leftFigures) });
    this.others = new Map(); // how many are answered in a domain beside those on the page
    this.otherFigures = new Map(); // and how many basic figures are left there
    document.querySelectorAll("[data-domain]").forEach((line) => {
      const shown = this.countAnswered(line.dataset.domain);
      this.others.set(line.dataset.domain, readCount(line).answered - shown);
      const figures = line.querySelector("[data-figures]");
      if (figures) {
        const here = this.countFigures(line.dataset.domain);
        this.otherFigures.set(line.dataset.domain, Number(figures.dataset.figures) - here);
      }
    });
  }

  /* Questions without an answer, and basic figures that are not given, on this page. */
  countOpen() {
    const figures = document.querySelectorAll("[data-figure][data-open=yes]").length;
    return { questions: document.querySelectorAll("[data-open=yes]").length - figures, figures };
  }

  countFigures(domain) {
    return document.querySelectorAll("[data-figure][data-open=yes][data-of='" + domain + "']").length;
  }

  countAnswered(domain) {
    return document.querySelectorAll("[data-answered=yes][data-of='" + domain + "']").length;
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

  /* What is kept of the form goes with the session; what was typed stays. */
  signOut() {
    forget();
    this.warn(this.words.signed_out, true);
  }

  /* The network is there: what was said of it goes, and nothing else. */
  calm() {
    const { textContent } = this.network.querySelector("[data-words]");
    if ([this.words.offline, this.words.not_kept].includes(textContent)) { this.warn(""); }
  }

  /* How far a domain is; a change that a colleague made to a question that is not on the page brings the figure. */
  learnDomain(domain) {
    this.others.set(domain.id, domain.answered - this.countAnswered(domain.id));
    this.otherFigures.set(domain.id, domain.figures - this.countFigures(domain.id));
    this.showDomain(domain.id);
  }

  /* How many questions and basic figures of the whole form are left, as the server says. */
  learnLeft(left) {
    const here = this.countOpen();
    this.elsewhere = { questions: left.questions - here.questions, figures: left.figures - here.figures };
    this.showLeft();
  }

  showDomain(id) {
    const line = document.querySelector("[data-domain='" + id + "']");
    if (line) {
      writeCount(line, this.others.get(id) + this.countAnswered(id));
      this.showFigures(line.querySelector("[data-figures]"), id);
    }
    this.showProgress();
  }

  showFigures(figures, domain) {
    if (!figures) { return; }
    const left = Math.max(0, this.otherFigures.get(domain) + this.countFigures(domain));
    figures.textContent = left ? this.words.figures.replace("{figures}", left) : this.words.no_figures;
  }

  showLeft() {
    const here = this.countOpen(), kind = document.querySelector("[data-only=unanswered]");
    const questions = Math.max(0, this.elsewhere.questions + here.questions);
    const figures = Math.max(0, this.elsewhere.figures + here.figures);
    document.querySelector("[data-left-words]").textContent = sayLeft(this.words, questions, figures);
    const count = figures ? questions + "+" + figures : String(questions);
    if (kind) { kind.textContent = kind.textContent.trim().replace(/[0-9+]+$/, count); }
  }

  /* The bar is the sum of the domains as they are listed. */
  showProgress() {
    const counts = Array.from(document.querySelectorAll("[data-count]"), (count) => count.textContent);
    const { answered, asked } = addUp(counts), bar = document.querySelector(".stay progress");
    bar.max = asked || 1;
    bar.value = answered;
    const words = this.words.progress.replace("{answered}", answered).replace("{asked}", asked);
    document.querySelector("[data-progress]").textContent = words;
  }

  /* What the server has now; its exact figures take the place of those that were worked out while one typed. */
  showSaved(block, saved) {
    const data = block.section.dataset;
    if (data.answered) { data.answered = saved.answered ? "yes" : "no"; }
    if (data.open) { data.open = saved.answered ? "no" : "yes"; }
    data.version = saved.version;
    markChanged(block.section, saved.version);
    this.showDomain(data.of);
    this.showLeft();
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
