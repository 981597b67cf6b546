/* Figures as they are typed, and the ratio beside them. Expected values are worked by hand. */

import assert from "node:assert/strict";
import test from "node:test";

import { readFigure, workOut, writeFigure } from "../../../../survey/static/answering/figures.js";

const SHARE = { kind: "share", times: 100, target: 75, before: "约合", otherwise: "", after: "%" };
const RATE = { kind: "share", times: 1000000, target: 500, before: "每百万人口", otherwise: "", after: "份" };
const UP = { kind: "growth-up", times: 100, target: 10, before: "增长", otherwise: "下降", after: "%" };
const DOWN = { kind: "growth-down", times: 100, target: 10, before: "下降", otherwise: "增长", after: "%" };

for (const [typed, unit, number] of [
  ["38", "", 38],
  ["３８．５", "", 38.5],
  ["38。5", "", 38.5],
  ["250,000", "人", 250000],
  ["２５０，０００", "人", 250000],
  [" 1 000 ", "", 1000],
  ["38学时", "学时", 38],
  ["３８ 学时", "学时", 38],
  ["38.", "", 38],
  ["\u200b38", "", 38],
  ["38\ufeff 学时", "学时", 38],
  ["\u200e3\u00ad8\u2060", "", 38],
  ["1\u2009200\u00a0人", "人", 1200],
  ["1﹐200", "", 1200],
]) {
  test(`"${typed}" is read as ${number}`, () => { assert.equal(readFigure(typed, unit), number); });
}

for (const typed of ["", "三十八", "-1", "1.2.3", ".5", "1e3", "38人", "学时", "0x10", "Infinity", "36.5万", "38\u202e"]) {
  test(`"${typed}" is no figure`, () => { assert.ok(Number.isNaN(readFigure(typed, "学时"))); });
}

for (const [number, target, text] of [
  [33.333333, 0, "33.33"],
  [66.666666, 0, "66.67"],
  [12.5, 0, "12.5"],
  [80, 75, "80"],
  [1.005, 0, "1.01"], // a half goes up, although no double is exactly 1.005
  [74.999, 75, "74.99"],
  [75, 75, "75"],
  [0.004, 0, "0"],
]) {
  test(`${number} with the target ${target} is written ${text}`, () => {
    assert.equal(writeFigure(number, target), text);
  });
}

for (const [ratio, figures, text] of [
  [SHARE, [38, 52], "约合73.08%"],
  [SHARE, [74999, 100000], "约合74.99%"],
  [SHARE, [75, 100], "约合75%"],
  [SHARE, [0, 52], "约合0%"],
  [RATE, [260, 250000], "每百万人口1040份"],
  [UP, [20, 25], "增长25%"],
  [UP, [20, 15], "下降25%"],
  [UP, [20, 20], "增长0%"],
  [DOWN, [20, 15], "下降25%"],
  [DOWN, [20, 25], "增长25%"],
  [DOWN, [20, 20], "下降0%"],
]) {
  test(`${ratio.kind} of ${figures.join(" and ")} reads ${text}`, () => {
    assert.equal(workOut(ratio, figures), text);
  });
}

test("a target is for what is aimed at, not for its opposite", () => {
  assert.equal(workOut(UP, [100000, 90001]), "下降10%"); // down by 9.999: no target there to look reached
  assert.equal(workOut(UP, [100000, 109999]), "增长9.99%");
});

test("nothing is worked out before both figures are there, nor on nothing", () => {
  assert.equal(workOut(SHARE, [38, NaN]), "");
  assert.equal(workOut(SHARE, [NaN, 52]), "");
  assert.equal(workOut(SHARE, [38, 0]), "");
  assert.equal(workOut(UP, [0, 5]), "");
});
