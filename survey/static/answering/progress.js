/* How far the domains are together, and what is left in words. */

/* `counts` are theirs as they are written: "3/12" says that three of twelve questions are answered. */
export function addUp(counts) {
  return counts.map((count) => count.split("/").map(Number)).reduce(
    (sum, [answered, asked]) => ({ answered: sum.answered + answered, asked: sum.asked + asked }),
    { answered: 0, asked: 0 },
  );
}

/* Questions are never added to basic figures: two numbers where there are both. */
export function sayLeft(words, questions, figures) {
  const pattern = questions && figures ? words.both_left : questions ? words.left
    : figures ? words.figures_left : words.none_left;
  return pattern.replace("{questions}", questions).replace("{figures}", figures);
}
