/* A part of the page that is replaced by a fresh one, without taking the focus from who holds it. */

/* `fresh` comes from another document or this one; gives what stands now. A link or button of the part that has the
   focus gives it to the one at its place. */
export function replacePart(old, fresh) {
  const tags = "a, button", held = Array.from(old.querySelectorAll(tags)).indexOf(document.activeElement);
  const anew = document.importNode(fresh, true);
  old.parentNode.replaceChild(anew, old);
  if (held >= 0 && anew.querySelectorAll(tags)[held]) {
    anew.querySelectorAll(tags)[held].focus({ preventScroll: true });
  }
  return anew;
}
