/* The pages of this form, kept by worker.js so that they open without a network. */

import { forget } from "../web/kept.js";

const WORKER = "/form-worker.js", SCOPE = "/responses/";
const PAUSE = 4000;
const ACTS = ["keydown", "pointerdown", "input"];

function whenIdle(act) { window.requestIdleCallback(act, { timeout: PAUSE }); }

function isSparing() { return Boolean(navigator.connection && navigator.connection.saveData); }

/* Whoever does nothing for so long is signed out; without a network as with it, nothing is left for the next person. */
export function forgetWhenLeft(seconds) {
  let timer;
  const begin = () => { clearTimeout(timer); timer = setTimeout(() => forget(), seconds * 1000); };
  ACTS.forEach((act) => document.addEventListener(act, begin));
  begin();
}

/* When this page was kept, as a time of day; "" where it comes fresh from the server. */
export function sayWhenKept() {
  const kept = Number(document.documentElement.dataset.kept);
  return kept ? new Date(kept).toTimeString().slice(0, 5) : "";
}

export class Keeping {
  constructor(form) {
    this.check = form.dataset.own + "check";
    this.timer = null;
    this.worker = null;
    this.whenMissing = () => {};
    forgetWhenLeft(Number(form.dataset.idle));
  }

  start() {
    if (!navigator.serviceWorker) { return; }
    navigator.serviceWorker.addEventListener("message", () => this.whenMissing());
    const isThere = navigator.serviceWorker.register(WORKER, { scope: SCOPE });
    isThere.then(() => navigator.serviceWorker.ready).then((found) => {
      this.worker = found.active;
      whenIdle(() => this.ask(this.listPages()));
    }).catch(() => { /* then there is nothing without a network */ });
  }

  listPages() {
    const links = Array.from(document.querySelectorAll("[data-domain] a"), (link) => link.pathname);
    const here = links.indexOf(location.pathname);
    return [...links.slice(here + 1), ...links.slice(0, here + 1), this.check]; // the next domain first
  }

  isPage(path) { return path === this.check || this.listPages().includes(path); }

  tell(message) { if (this.worker) { this.worker.postMessage(message); } }

  ask(pages) {
    if (!isSparing() && !sayWhenKept()) { this.tell({ keep: pages }); }
  }

  /* An answer of these domains is another by now: what is kept of them is too old to be shown or typed on. */
  drop(domains) {
    const paths = domains.map((id) => this.listPages().find((path) => path.endsWith("/" + id))).filter(Boolean);
    this.tell({ drop: [...paths, this.check] });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(paths), PAUSE);
  }
}
