/* Uploading evidence as it is chosen, on the form and on a page of its own; without this script a plain form does
   it. */

import { opensElsewhere } from "../web/clicks.js";
import { markMended } from "./mending.js";
import { isSending } from "./transfer.js";
import { Uploader } from "./uploader.js";

/* On the form: the link opens the fields in its place. */
function openInPlace(link, template) {
  const block = link.closest("[data-evidence]"), panel = template.content.cloneNode(true).firstElementChild;
  panel.querySelectorAll("[id]").forEach((field) => {
    const id = block.id + "-" + field.id;
    panel.querySelector("label[for=" + field.id + "]").htmlFor = id;
    field.id = id;
  });
  link.parentNode.replaceChild(panel, link);
  new Uploader(panel, link.href, template.dataset, (answer) => {
    block.querySelector("[data-files]").innerHTML = answer.list;
    if (answer.mended) { markMended(block.closest("[data-question]")); }
  }).listen();
  panel.querySelector("input").focus();
}

/* On a page of its own: the form is there, and is drawn anew when all is done. */
function openOnPage(form) {
  form.querySelector("[data-without-script]").hidden = true;
  form.addEventListener("submit", (event) => { event.preventDefault(); });
  new Uploader(form, form.action, form.dataset, (answer, left) => {
    if (!left && !form.querySelector("[data-uploads] .error")) { location.reload(); }
  }).listen();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-attach]"), template = document.getElementById("uploader");
  if (!link || !template || opensElsewhere(event)) { return; }
  event.preventDefault();
  event.stopPropagation();
  openInPlace(link, template);
}, true);
document.querySelectorAll("form[data-uploader]").forEach(openOnPage);
window.addEventListener("beforeunload", (event) => {
  if (isSending()) { event.preventDefault(); event.returnValue = ""; }
});
