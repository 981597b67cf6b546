import assert from "node:assert";
import { test } from "node:test";

import { KeptWords } from "../../../../survey/static/teamwork/kept_words.js";

function makeStorage() {
  const kept = new Map();
  return {
    getItem: (key) => (kept.has(key) ? kept.get(key) : null),
    setItem: (key, value) => { kept.set(key, value); },
    removeItem: (key) => { kept.delete(key); },
  };
}

test("what is typed is there for the same person on the same page only", () => {
  const storage = makeStorage(), open = (person, path) => new KeptWords(person, path, () => storage);
  open("7", "/responses/1/thread").write("词", "aa");
  assert.deepStrictEqual(open("7", "/responses/1/thread").read(null), { text: "词", once: "aa" });
  assert.strictEqual(open("8", "/responses/1/thread").read(null), null);
  assert.strictEqual(open("7", "/responses/2/thread").read(null), null);
});

test("what the server has taken, and what was emptied, is not there any more", () => {
  const storage = makeStorage(), words = new KeptWords("7", "/thread", () => storage);
  words.write("词", "aa");
  assert.strictEqual(words.read("aa"), null);
  words.write("  ", "aa");
  assert.strictEqual(words.read(null), null);
});

test("a browser that keeps nothing, or keeps nonsense, is no trouble", () => {
  const broken = new KeptWords("7", "/thread", () => { throw new Error("switched off"); });
  broken.write("词", "aa");
  assert.strictEqual(broken.read(null), null);
  const storage = makeStorage();
  storage.setItem("survey-note/7/thread", "{");
  assert.strictEqual(new KeptWords("7", "/thread", () => storage).read(null), null);
});
