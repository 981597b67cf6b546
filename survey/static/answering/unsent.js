/* The check page says what this browser still holds for the response, and lets nothing be submitted over it. */
"use strict";

(function () {
  var box = document.getElementById("unsent");
  var questions = openDrafts(box.dataset.person, box.dataset.response).listQuestions();
  if (!questions.length) { return; }
  var list = box.querySelector("ul"), submission = document.querySelector("form.submit-once");
  questions.forEach(function (question) {
    var link = document.querySelector("a[data-question='" + question + "']");
    if (!link) { return; }
    var line = document.createElement("li"), copy = link.cloneNode(false);
    copy.textContent = link.dataset.title;
    copy.removeAttribute("aria-label");
    line.appendChild(copy);
    list.appendChild(line);
  });
  box.hidden = false;
  if (submission) { submission.hidden = true; }
}());
