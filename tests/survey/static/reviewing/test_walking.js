/* Where the keys j and k go. */

import assert from "node:assert/strict";
import test from "node:test";

import { chooseNext } from "../../../../survey/static/reviewing/walking.js";

const TOPS = [-300, -20, 180, 380];

for (const [what, here, step, next] of [
  ["the next one", 1, 1, 2],
  ["the one before", 1, -1, 0],
  ["not past the last", 3, 1, 3],
  ["not before the first", 0, -1, 0],
  ["the first one in the window, from nowhere", -1, 1, 2],
]) {
  test(`it goes to ${what}`, () => { assert.equal(chooseNext(here, step, TOPS), next); });
}

test("from nowhere, with all of them above the window, it goes to the first", () => {
  assert.equal(chooseNext(-1, 1, [-300, -20]), 0);
});
