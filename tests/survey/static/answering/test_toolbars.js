import assert from "node:assert/strict";
import test from "node:test";

import { findStep } from "../../../../survey/static/answering/toolbars.js";

test("the arrows go along the tools and round the end", () => {
  assert.equal(findStep("ArrowRight", 0, 3), 1);
  assert.equal(findStep("ArrowRight", 2, 3), 0);
  assert.equal(findStep("ArrowLeft", 0, 3), 2);
});

test("home and end lead to the first and the last, any other key nowhere", () => {
  assert.deepEqual(["Home", "End", "Enter", "a"].map((key) => findStep(key, 1, 3)), [0, 2, -1, -1]);
});
