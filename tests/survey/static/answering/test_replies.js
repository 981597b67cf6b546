/* What the server's answer to a save means. */

import assert from "node:assert/strict";
import test from "node:test";

import { explainRefusal, judgeReply, planWait } from "../../../../survey/static/answering/replies.js";

const WORDS = { wrong: "未保存：见提示", refused: "未保存" };

for (const [status, isRenewed, verdict] of [
  [200, false, "saved"],
  [409, false, "collision"],
  [422, false, "refused"],
  [423, false, "refused"],
  [403, false, "refused"],
  [401, false, "signed-out"],
  [401, true, "signed-out"],
  [400, false, "stale"],
  [400, true, "refused"],
  [429, false, "trouble"],
  [500, false, "trouble"],
  [503, true, "trouble"],
]) {
  test(`${status}${isRenewed ? " with a fresh token" : ""} means ${verdict}`, () => {
    assert.equal(judgeReply(status, isRenewed), verdict);
  });
}

test("an answer that lacks something waits for it, and is not called wrong", () => {
  assert.deepEqual(explainRefusal(422, { missing: "还缺一个数" }, WORDS), { text: "还缺一个数", kind: "waiting" });
});

test("an answer that is wrong is explained at its fields", () => {
  assert.deepEqual(explainRefusal(422, { error: "x" }, WORDS), { text: "未保存：见提示", kind: "wrong" });
});

test("any other refusal is said in the server's words, where it has some", () => {
  assert.deepEqual(explainRefusal(423, { error: "已锁定" }, WORDS), { text: "已锁定", kind: "wrong" });
  assert.deepEqual(explainRefusal(404, {}, WORDS), { text: "未保存", kind: "wrong" });
});

test("the wait doubles from two seconds, and is never longer than half a minute", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 100].map(planWait), [2000, 4000, 8000, 16000, 30000, 30000, 30000]);
});
