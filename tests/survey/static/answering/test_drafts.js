/* What the browser keeps until the server has it. */

import assert from "node:assert/strict";
import test from "node:test";

import { Drafts } from "../../../../survey/static/answering/drafts.js";

/* As a browser's storage, with room for `most` keys. */
class Storage {
  constructor(most = Infinity) { this.kept = new Map(); this.most = most; }

  get length() { return this.kept.size; }

  key(place) { return Array.from(this.kept.keys())[place]; }

  getItem(key) { return this.kept.has(key) ? this.kept.get(key) : null; }

  setItem(key, text) {
    if (!this.kept.has(key) && this.kept.size >= this.most) { throw new Error("no room"); }
    this.kept.set(key, text);
  }

  removeItem(key) { this.kept.delete(key); }
}

function open(storage, person = 1, response = 7) { return new Drafts(person, response, () => storage); }
function entry(text, at = 1) { return { base: 0, fields: { value: text }, at, sent: false, carried: false }; }
function texts(queue) { return queue.map((one) => one.fields.value); }

test("what is written is there for the next page, once", () => {
  const storage = new Storage();
  open(storage).write("drill", [entry("38")]);
  assert.deepEqual(open(storage).takeOver(), new Map([["drill", [entry("38")]]]));
  assert.equal(storage.length, 1);
});

test("what the server has acknowledged is forgotten", () => {
  const storage = new Storage(), drafts = open(storage);
  drafts.write("drill", [entry("38")]);
  drafts.write("drill", []);
  assert.equal(storage.length, 0);
});

test("two pages do not overwrite each other, and a third has both, the older page first", () => {
  const storage = new Storage();
  open(storage).write("drill", [entry("second", 20)]);
  open(storage).write("drill", [entry("first", 10), entry("last", 30)]);
  assert.deepEqual(texts(open(storage).takeOver().get("drill")), ["first", "last", "second"]);
});

test("a page that takes over keeps it itself", () => {
  const storage = new Storage();
  open(storage).write("drill", [entry("38")]);
  const drafts = open(storage);
  drafts.takeOver();
  drafts.write("drill", []);
  assert.equal(storage.length, 0);
});

test("nothing is forgotten where there is no room to keep it anew", () => {
  const storage = new Storage(1);
  open(storage).write("drill", [entry("38")]);
  assert.deepEqual(texts(open(storage).takeOver().get("drill")), ["38"]);
  assert.deepEqual(texts(open(storage).takeOver().get("drill")), ["38"]);
});

test("other people's and other responses' drafts are left alone", () => {
  const storage = new Storage();
  open(storage, 2).write("drill", [entry("38")]);
  open(storage, 1, 77).write("drill", [entry("39")]);
  assert.equal(open(storage).takeOver().size, 0);
  assert.equal(storage.length, 2);
});

for (const text of ["", "{", "null", "3", "{}", "[null]", "[{\"base\": 1}]"]) {
  test(`a broken draft (${text || "empty"}) is passed over and swept away`, () => {
    const storage = new Storage();
    storage.setItem("survey-draft/1/7/drill/page", text);
    assert.deepEqual(open(storage).listQuestions(), []);
    assert.equal(open(storage).takeOver().size, 0);
    assert.equal(storage.length, 0);
  });
}

test("the questions that some page holds are named once each", () => {
  const storage = new Storage();
  open(storage).write("drill", [entry("38")]);
  open(storage).write("drill", [entry("39")]);
  open(storage).write("staff", [entry("yes")]);
  assert.deepEqual(open(storage).listQuestions(), ["drill", "staff"]);
});

test("a browser that keeps nothing says so and breaks nothing", () => {
  const drafts = new Drafts(1, 7, () => { throw new Error("switched off"); });
  assert.equal(drafts.write("drill", [entry("38")]), false);
  assert.equal(drafts.takeOver().size, 0);
  assert.deepEqual(drafts.listQuestions(), []);
});
