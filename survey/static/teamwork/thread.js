/* What is typed into a note survives a lost session and a closed page; it is forgotten once it is said. */

import { KeptWords } from "./kept_words.js";

const form = document.querySelector("form[data-keep]");
if (form) {
  const text = form.elements.text, once = form.elements.once;
  const words = new KeptWords(form.dataset.keep, location.pathname);
  const taken = new URLSearchParams(location.search).get("said");
  const kept = words.read(taken);
  if (text.value) {
    words.write(text.value, once.value); // typed while the page was still coming
  } else if (kept) {
    text.value = kept.text;
    once.value = kept.once;
  } else {
    words.write("", "");
  }
  text.addEventListener("input", () => { words.write(text.value, once.value); });
}
