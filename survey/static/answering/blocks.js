/* The questions of the page, and those of other pages for which something is still to be saved. */

import { Fields } from "./fields.js";

/* A question: its section on the page (null: it is on another one), what waits to be saved, and what holds that up:
   `busy` it is being sent, `stuck` it was refused, `held` two answers are there to choose from, `timer` a pause in
   typing (-1: the next try after a failure). */
function makeBlock(question) {
  const found = document.getElementById("question-" + question);
  const section = found && found.dataset.question === question ? found : null;
  return {
    question, section, fields: section && new Fields(section), version: section ? Number(section.dataset.version) : 0,
    queue: [], kept: false, renewed: false, busy: false, stuck: false, timer: null,
    held: Boolean(section && section.querySelector(".collision")),
  };
}

/* Whether it will be saved without anybody doing anything. */
export function isUnderWay(block) { return block.queue.length > 0 && !block.stuck && !block.held; }

export class Blocks {
  constructor(form) {
    this.blocks = new Map();
    form.querySelectorAll("[data-question]").forEach((section) => this.open(section.dataset.question));
  }

  open(question) {
    if (!this.blocks.has(question)) { this.blocks.set(question, makeBlock(question)); }
    return this.blocks.get(question);
  }

  find(question) { return this.blocks.get(question); }

  /* The question that an element of the page belongs to. */
  findAround(element) {
    const section = element.closest("[data-question]");
    return section && this.blocks.get(section.dataset.question);
  }

  list() { return Array.from(this.blocks.values()); }

  listUnsent() { return this.list().filter((block) => block.queue.length); }
}
