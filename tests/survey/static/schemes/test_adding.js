import assert from "node:assert/strict";
import { test } from "node:test";

import { addUp } from "../../../../survey/static/schemes/adding.js";

test("points add up exactly, however they are typed", () => {
  assert.equal(addUp(["0.1", "0.2", "", " １２ "]), 12.3);
  assert.equal(addUp(["", ""]), 0);
});

test("what is no number has no sum", () => {
  assert.equal(addUp(["12", "twelve"]), null);
  assert.equal(addUp(["-3"]), null);
});
