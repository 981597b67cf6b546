/* Files uploaded one after the other as they are chosen, each with a line that says how far it is. */

import { renewToken } from "../web/token.js";
import { isTooLarge, judgeUpload, refuseLarge, writeAddress } from "./outcomes.js";
import { takeDropped } from "./dropping.js";
import { sendFile } from "./transfer.js";

function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) { element.className = name; }
  element.textContent = text || "";
  return element;
}

/* The line of a file: its name, a bar, what is said, a button to try again. */
function drawLine(file, words) {
  const line = make("li"), name = make("bdi", "", file.name);
  const bar = make("progress"), state = make("span", "file-facts"), again = make("button", "link", words.again);
  bar.max = file.size || 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  again.type = "button";
  line.append(name, bar, state, again);
  return { file, line, bar, state, again };
}

function say(one, text, kind) {
  one.state.textContent = text;
  one.state.className = "file-facts " + kind;
}

function showEnd(one, outcome) {
  say(one, outcome.text, outcome.isStored ? "quiet" : "error");
  one.bar.hidden = true;
  one.again.hidden = !outcome.again;
}

/* What is said of the files that are chosen now: their dates and, at a returned question, what was done. */
const SAID = ["issued_on", "valid_until", "done"];

function readSaid(panel) {
  const fields = SAID.map((name) => panel.querySelector("[name=" + name + "]")).filter(Boolean);
  return fields.reduce((said, field) => Object.assign(said, { [field.name]: field.value }), {});
}

export class Uploader {
  /* `panel` holds the fields, `address` takes a file, `data` holds the words and how many megabytes a file may have,
     `done` is called with each answer and how much is left. */
  constructor(panel, address, data, done) {
    Object.assign(this, { panel, address, done });
    this.words = JSON.parse(data.words);
    this.most = Number(data.most);
    this.waiting = [];
    this.isBusy = false;
  }

  listen() {
    const input = this.panel.querySelector("input[type=file]");
    this.panel.addEventListener("input", (event) => { event.stopPropagation(); }); // no answer: nothing to save here
    input.addEventListener("change", () => {
      this.addAll(input.files);
      input.value = "";
    });
    takeDropped(this.panel, (files) => this.addAll(files));
  }

  addAll(files) {
    Array.from(files).forEach((file) => this.add(file));
    this.sendNext();
  }

  add(file) {
    const one = drawLine(file, this.words), list = this.panel.querySelector("[data-uploads]");
    one.again.addEventListener("click", (event) => { event.stopPropagation(); this.tryAgain(one); });
    list.appendChild(one.line);
    list.hidden = false;
    if (isTooLarge(file.size, this.most)) { showEnd(one, refuseLarge(this.words)); } else { this.queue(one); }
  }

  /* The session may have been renewed in another window. */
  tryAgain(one) {
    renewToken("meta[name=csrf-token]").catch(() => false).then(() => { this.queue(one); this.sendNext(); });
  }

  queue(one) {
    say(one, this.words.waiting, "quiet");
    one.bar.hidden = false;
    one.again.hidden = true;
    this.waiting.push(one);
  }

  sendNext() {
    if (!this.isBusy && this.waiting.length) { this.send(this.waiting.shift()); }
  }

  send(one) {
    this.isBusy = true;
    say(one, this.words.uploading, "quiet");
    sendFile(this.writeAddress(one.file), one.file, (sent) => {
      one.bar.value = sent;
      if (sent >= one.file.size) { say(one, this.words.storing, "quiet"); }
    }, (status, answer) => {
      this.isBusy = false;
      this.receive(one, status, answer);
      this.sendNext();
    });
  }

  writeAddress(file) {
    return writeAddress(this.address, Object.assign({ name: file.name }, readSaid(this.panel)));
  }

  receive(one, status, answer) {
    const outcome = judgeUpload(status, answer, this.words);
    showEnd(one, outcome);
    if (outcome.isStored) { this.done(answer, this.waiting.length); }
  }
}
