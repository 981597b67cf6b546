import assert from "node:assert/strict";
import test from "node:test";

import { addUp } from "../../../../survey/static/answering/progress.js";

test("the domains are added up as they are written", () => {
  assert.deepEqual(addUp(["3/12", "0/4", " 5/5 "]), { answered: 8, asked: 21 });
});

test("no domain comes to nothing", () => {
  assert.deepEqual(addUp([]), { answered: 0, asked: 0 });
});
