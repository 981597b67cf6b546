/* A field above a list that hides what has not its words; without this script the field stays hidden. */

import { hasWords } from "./words.js";

function seek(field, list) {
  let found = 0;
  list.querySelectorAll("[data-item]").forEach((item) => {
    item.hidden = !hasWords(item.textContent, field.value);
    found += item.hidden ? 0 : 1;
  });
  list.querySelectorAll("[data-group]").forEach((group) => {
    group.hidden = !group.querySelector("[data-item]:not([hidden])");
  });
  field.parentNode.querySelector("[data-none]").hidden = found > 0;
}

document.querySelectorAll("[data-seek-in]").forEach((field) => {
  const list = document.getElementById(field.dataset.seekIn);
  field.parentNode.hidden = false;
  field.addEventListener("input", () => seek(field, list));
  if (field.value) { seek(field, list); } // the browser has put it back
});
