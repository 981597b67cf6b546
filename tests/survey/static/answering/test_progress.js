import assert from "node:assert/strict";
import test from "node:test";

import { addUp, sayLeft } from "../../../../survey/static/answering/progress.js";

test("the domains are added up as they are written", () => {
  assert.deepEqual(addUp(["3/12", "0/4", " 5/5 "]), { answered: 8, asked: 21 });
});

test("no domain comes to nothing", () => {
  assert.deepEqual(addUp([]), { answered: 0, asked: 0 });
});

const WORDS = {
  left: "{questions} left", figures_left: "{figures} figures left",
  both_left: "{questions} left, and {figures} figures", none_left: "none",
};

test("questions and figures that are left are told apart", () => {
  assert.equal(sayLeft(WORDS, 3, 2), "3 left, and 2 figures");
  assert.equal(sayLeft(WORDS, 3, 0), "3 left");
  assert.equal(sayLeft(WORDS, 0, 2), "2 figures left");
  assert.equal(sayLeft(WORDS, 0, 0), "none");
});
