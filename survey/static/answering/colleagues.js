/* What colleagues change while the page is open. A question that is not being edited and holds nothing unsent is drawn
   anew in place; one that is, is left alone until it is free: what is typed there meets the other answer on saving. */

import { request } from "./server.js";

const EVERY = 20000;

function isFree(block) {
  return !block.queue.length && !block.busy
    && !(block.section && block.section.contains(document.activeElement)
      && document.activeElement.closest("[data-fields]"));
}

export class Colleagues {
  /* `whenHeard` is called whenever the server answers, with the domains of what others changed. */
  constructor(form, blocks, showing) {
    Object.assign(this, { form, blocks, showing });
    this.since = Number(form.dataset.since);
    this.pending = new Map();
    this.isAsking = false;
    this.isOut = false;
    this.whenHeard = () => {};
  }

  listen() {
    this.form.addEventListener("focusout", () => { setTimeout(() => this.draw(), 0); });
    window.addEventListener("focus", () => this.ask());
    document.addEventListener("visibilitychange", () => this.ask());
    setInterval(() => this.ask(), EVERY);
  }

  ask() {
    if (this.isAsking || document.hidden) { return; }
    this.isAsking = true;
    request("GET", this.form.dataset.changes + "?since=" + this.since)
      .then((answer) => this.receive(answer))
      .catch(() => { /* asked again in a while; saving says when the network is lost */ })
      .then(() => { this.isAsking = false; });
  }

  receive(answer) {
    if (answer.status === 401) { this.isOut = true; this.showing.signOut(); }
    if (answer.status !== 200) { return; }
    if (this.isOut) { this.isOut = false; this.showing.warn(""); }
    this.since = answer.body.since;
    this.whenHeard(answer.body.changes.filter((change) => this.isNews(change)).map((change) => change.domain.id));
    answer.body.changes.forEach((change) => { this.pending.set(change.question, change); });
    this.draw();
    if (answer.body.changes.length && !this.pending.size) { this.showing.learnLeft(answer.body.left); }
  }

  /* Whether it is not what this page saved itself. */
  isNews(change) {
    const block = this.blocks.find(change.question);
    return !block || !block.section || change.version > block.version;
  }

  draw() {
    this.pending.forEach((change, question) => {
      if (this.take(this.blocks.find(question), change)) { this.pending.delete(question); }
    });
  }

  /* Show a change; false while its question is not free. */
  take(block, change) {
    if (!block || !block.section) { this.showing.learnDomain(change.domain); return true; }
    if (block.held) { return true; } // two answers are shown already; choosing brings what stands
    if (!isFree(block)) { return false; }
    this.redraw(block, change);
    return true;
  }

  redraw(block, change) {
    if (change.version > block.version) {
      block.version = change.version;
      block.fields.fill(change.fields);
      this.showing.showSaved(block, change);
    }
    if (change.collision) { this.showing.showCollision(block, change.collision); }
  }
}
