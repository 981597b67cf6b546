/* What the form says of a returned question once something is done about it. Nothing moves: both words have room. */

/* The question is mended; so is its domain, once nothing on the page is left. */
export function markMended(section) {
  const mark = section.querySelector("[data-judged] [data-mended]");
  if (!mark) { return; }
  mark.dataset.mended = "yes";
  const id = section.dataset.of, domain = document.querySelector("[data-domain='" + id + "'].here [data-mended]");
  const isLeft = document.querySelector("[data-of='" + id + "'] [data-judged] [data-mended=no]");
  if (domain && !isLeft) { domain.dataset.mended = "yes"; }
}

/* The answer has this version now; it mends where that is later than the one that was judged. */
export function markChanged(section, version) {
  const returned = section.querySelector("[data-judged]");
  if (returned && version > Number(returned.dataset.judged)) { markMended(section); }
}
