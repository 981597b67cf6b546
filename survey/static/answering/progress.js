/* How far the domains are together. */

/* `counts` are theirs as they are written: "3/12" says that three of twelve questions are answered. */
export function addUp(counts) {
  return counts.map((count) => count.split("/").map(Number)).reduce(
    (sum, [answered, asked]) => ({ answered: sum.answered + answered, asked: sum.asked + asked }),
    { answered: 0, asked: 0 },
  );
}
