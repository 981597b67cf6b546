/* Figures as they are typed, and the ratio that they come to while one types. No more than a preview: what is saved is
   worked out exactly by the server, whose words take the place of these. */

/* Pasted along from chats and web pages and seen by nobody; the server drops the same ones. */
const UNSEEN = /[\u00ad\u180e\u200b-\u200e\u2060\ufeff]/g;
const PLAIN = /^[0-9]+(\.[0-9]*)?$/;

function narrow(typed) {
  return typed.replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0));
}

/* The number in `typed`, full-width or with commas, spaces and its unit if need be; NaN where it is none. */
export function readFigure(typed, unit) {
  const plain = narrow(typed).replace(UNSEEN, "").replace(/[。﹒]/g, ".").replace(/[,﹐\s]/g, "");
  const number = unit && plain.endsWith(unit) ? plain.slice(0, -unit.length) : plain;
  return PLAIN.test(number) ? parseFloat(number) : NaN;
}

/* Two decimals; a target that is not reached never looks reached by rounding. */
export function writeFigure(number, target) {
  const shown = Math.round(number * 100 + 1e-7) / 100;
  const isShort = number < target - 1e-9 && shown >= target;
  return String(isShort ? Math.floor(number * 100) / 100 : shown);
}

/* The words for the ratio of two figures, or "" where there is none. `ratio` says how: its `kind` (share: the first of
   the second; growth-up, growth-down: from the first to the second), `times` (100 for per cent), the `target`, and the
   words `before` and `after` the number, with `otherwise` in place of `before` when it is below 0. */
export function workOut(ratio, figures) {
  const isShare = ratio.kind === "share", base = isShare ? figures[1] : figures[0];
  if (figures.some(Number.isNaN) || !base) { return ""; }
  const quotient = isShare ? figures[0] / base : (figures[1] - base) / base;
  const worked = quotient * ratio.times * (ratio.kind === "growth-down" ? -1 : 1);
  const before = worked < 0 ? ratio.otherwise : ratio.before;
  return before + writeFigure(Math.abs(worked), worked < 0 ? 0 : ratio.target) + ratio.after;
}
