/* What becomes of a file that is uploaded. */

import assert from "node:assert/strict";
import test from "node:test";

import { isTooLarge, judgeUpload, refuseLarge, writeAddress } from "../../../../survey/static/evidence/outcomes.js";

const WORDS = { done: "已上传", lost: "中断", signed_out: "已退出", refused: "未上传", large: "太大" };

for (const [status, answer, isStored, text, again] of [
  [201, {}, true, "已上传", false],
  [0, {}, false, "中断", true],
  [400, {}, false, "已退出", true],
  [401, {}, false, "已退出", true],
  [422, { error: "不是PDF", again: false }, false, "不是PDF", false],
  [422, { error: "磁盘已满", again: true }, false, "磁盘已满", true],
  [413, {}, false, "未上传", true],
  [500, {}, false, "未上传", true],
]) {
  test(`${status} says "${text}"${again ? " and offers to try again" : ""}`, () => {
    assert.deepEqual(judgeUpload(status, answer, WORDS), { isStored, text, again });
  });
}

test("a file is too large from one byte above the limit, and trying again does not help", () => {
  assert.equal(isTooLarge(20971520, 20), false);
  assert.equal(isTooLarge(20971521, 20), true);
  assert.deepEqual(refuseLarge(WORDS), { isStored: false, text: "太大", again: false });
});

test("a name goes into the address safely, even with half a character in it", () => {
  const safe = "/evidence?name=a%26b%20%E6%8A%A5.pdf&issued_on=";
  assert.equal(writeAddress("/evidence", { name: "a&b 报.pdf", issued_on: "" }), safe);
  assert.equal(writeAddress("/evidence", { name: "\ud83d.pdf" }), "/evidence?name=file");
});
