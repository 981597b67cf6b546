/* The answers that wait to be saved, and the versions they were typed on. */

import assert from "node:assert/strict";
import test from "node:test";

import { acknowledge, addChange, beginSending, dropFollowers, passOver }
  from "../../../../survey/static/answering/queue.js";

function type(queue, text, version = 3) {
  addChange(queue, version, { fields: { value: text }, at: 1, carried: false });
}

function texts(queue) { return queue.map((entry) => entry.fields.value); }

test("what is typed before anything is sent becomes one save, on the version that the page shows", () => {
  const queue = [];
  type(queue, "3");
  type(queue, "38");
  assert.deepEqual(queue, [{ base: 3, fields: { value: "38" }, at: 1, sent: false, carried: false }]);
});

test("what is typed while a save is on its way waits behind it, and stays one save", () => {
  const queue = [];
  type(queue, "3");
  beginSending(queue, 3);
  type(queue, "38");
  type(queue, "380");
  assert.deepEqual(texts(queue), ["3", "380"]);
  assert.equal(queue[1].base, null);
});

test("the next save is typed on the version that the one before it became", () => {
  const queue = [];
  type(queue, "3");
  beginSending(queue, 3);
  type(queue, "38");
  acknowledge(queue, 4);
  assert.deepEqual(texts(queue), ["38"]);
  assert.equal(beginSending(queue, 9).base, 4);
});

test("a save that is sent again keeps the version it was typed on, whatever stands now", () => {
  const queue = [];
  type(queue, "3");
  beginSending(queue, 3);
  assert.equal(beginSending(queue, 7).base, 3);
});

test("the last save leaves nothing", () => {
  const queue = [];
  type(queue, "3");
  beginSending(queue, 3);
  acknowledge(queue, 4);
  assert.deepEqual(queue, []);
});

test("something newer takes the place of what is refused", () => {
  const queue = [];
  type(queue, "x");
  beginSending(queue, 3);
  type(queue, "38");
  passOver(queue);
  assert.deepEqual(texts(queue), ["38"]);
  assert.equal(queue[0].base, 3);
});

test("what was typed on an answer that is given up goes with it", () => {
  const queue = [];
  type(queue, "3");
  beginSending(queue, 3);
  type(queue, "38");
  assert.deepEqual(texts(dropFollowers(queue)), ["3"]);
  assert.deepEqual(dropFollowers(queue.slice(1)), []);
});

test("last year's answer stays marked until another is typed", () => {
  const queue = [];
  addChange(queue, 3, { fields: { value: "38" }, at: 1, carried: true });
  assert.equal(queue[0].carried, true);
  type(queue, "39");
  assert.equal(queue[0].carried, false);
});
