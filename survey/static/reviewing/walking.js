/* Which question the keys j and k go to. */

/* The place of the next one: a `step` on from `here`, not past the ends; without a place to start from (-1) the first
   one that is not above the window. `tops` are the distances of all from the window's upper edge. */
export function chooseNext(here, step, tops) {
  if (here < 0) { return Math.max(0, tops.findIndex((top) => top >= 0)); }
  return Math.min(tops.length - 1, Math.max(0, here + step));
}
