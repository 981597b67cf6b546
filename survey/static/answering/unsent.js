/* The check page says what this browser still holds for the response, and lets nothing be submitted over it. */

import { Drafts } from "./drafts.js";

function draw(question) {
  const link = document.querySelector("a[data-question='" + question + "']");
  if (!link) { return []; }
  const line = document.createElement("li"), copy = link.cloneNode(false);
  copy.textContent = link.dataset.title;
  copy.removeAttribute("aria-label");
  line.appendChild(copy);
  return [line];
}

function show(box, questions) {
  const submission = document.querySelector("form.submit-once");
  box.querySelector("ul").append(...questions.flatMap(draw));
  box.hidden = false;
  if (submission) { submission.hidden = true; }
}

const box = document.getElementById("unsent");
const questions = new Drafts(box.dataset.person, box.dataset.response).listQuestions();
if (questions.length) { show(box, questions); }
