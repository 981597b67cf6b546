/* Whether a text has all words that are sought, whatever their width and case. */

function fold(text) { return text.normalize("NFKC").toLowerCase(); }

export function hasWords(text, sought) {
  const folded = fold(text);
  return fold(sought).split(/\s+/).every((word) => folded.includes(word));
}
