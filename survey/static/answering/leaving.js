/* Leaving the page. A link waits a moment for what is on its way; after that the browser asks. */

import { opensElsewhere } from "../web/clicks.js";
import { isUnderWay } from "./blocks.js";

const LONGEST = 3000;

function staysHere(link) { return link.hash && link.pathname === location.pathname; }

export class Leaving {
  constructor(blocks, sending, keeping) {
    Object.assign(this, { blocks, sending, keeping });
    this.target = null; // where a link leads that waits
    this.isAllowed = false;
  }

  listen() {
    document.addEventListener("click", (event) => this.follow(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.isAllowed && this.blocks.listUnsent().length) { event.preventDefault(); event.returnValue = ""; }
    });
  }

  /* Leave without being asked. */
  allow() { this.isAllowed = true; }

  disallow() { this.isAllowed = false; }

  /* Another page of the form takes over what waits, where all of it is kept. */
  allowWithin(path) {
    if (this.keeping.isPage(path) && this.blocks.listUnsent().every((block) => block.kept && !block.stuck)) {
      this.allow();
    }
  }

  follow(event) {
    const link = event.target.closest("a[href]");
    if (!link || staysHere(link) || opensElsewhere(event)) { return; }
    if (link.hasAttribute("data-sign-in")) { this.allow(); return; }
    if (this.sending.failures) { this.allowWithin(link.pathname); return; }
    if (!this.isAnythingUnderWay()) { return; }
    event.preventDefault();
    this.wait(link.href);
  }

  isAnythingUnderWay() { return this.blocks.list().some(isUnderWay); }

  wait(target) {
    this.target = target;
    this.blocks.list().forEach((block) => this.sending.hurry(block));
    setTimeout(() => this.go(), LONGEST);
  }

  goWhenDone() {
    if (!this.isAnythingUnderWay()) { this.go(); }
  }

  go() {
    const target = this.target;
    this.target = null;
    if (!target) { return; }
    this.allowWithin(new URL(target).pathname);
    location.href = target;
  }
}
