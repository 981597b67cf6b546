/* The check page says what this browser still holds for the response; nothing is sent on or submitted over it. */

import { Drafts } from "./drafts.js";

function draw(question) {
  const row = document.querySelector("tr[data-question='" + question + "']");
  if (!row) { return []; }
  const line = document.createElement("li"), link = document.createElement("a");
  link.href = row.dataset.address;
  link.textContent = row.dataset.title;
  line.appendChild(link);
  return [line];
}

function show(box, questions) {
  box.querySelector("ul").append(...questions.flatMap(draw));
  box.hidden = false;
  for (const step of document.querySelectorAll("form[action*='/actions/']")) { step.hidden = true; }
}

const box = document.getElementById("unsent");
const questions = new Drafts(box.dataset.person, box.dataset.response).listQuestions();
if (questions.length) { show(box, questions); }
