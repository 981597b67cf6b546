/* What the form says while one types: the state of saving, the notice at the top, progress, two answers to choose from. */
"use strict";

function openShowing(words) {
  var network = document.getElementById("network");

  function say(block, text, kind) {
    if (!block.section) { return; }
    var state = block.section.querySelector("[data-state]");
    if (state.textContent !== text) { state.textContent = text; }
    state.className = "state" + (kind ? " state-" + kind : "");
  }

  function warn(text, signIn) {
    network.hidden = !text;
    network.querySelector("[data-words]").textContent = text;
    network.querySelector("[data-sign-in]").hidden = !signIn;
  }

  /* How far a domain is; a change that a colleague made in another one brings the figures. */
  function showDomain(domain) {
    var line = document.querySelector("[data-domain='" + domain.id + "'] [data-count]");
    if (line) { line.textContent = domain.answered + "/" + domain.asked; }
    showProgress();
  }

  /* The bar is the sum of the domains as they are listed. */
  function showProgress() {
    var progress = document.querySelector(".progress progress"), answered = 0, asked = 0;
    Array.prototype.forEach.call(document.querySelectorAll("[data-count]"), function (count) {
      answered += parseInt(count.textContent, 10);
      asked += parseInt(count.textContent.split("/")[1], 10);
    });
    progress.max = asked || 1;
    progress.value = answered;
    document.querySelector("[data-progress]").textContent = words.progress.replace("{answered}", answered).replace("{asked}", asked);
  }

  function showSaved(block, saved) {
    var section = block.section;
    if (section.dataset.answered) { section.dataset.answered = saved.answered ? "yes" : "no"; }
    showDomain({
      id: document.querySelector(".domains .here").dataset.domain,
      answered: document.querySelectorAll("[data-answered=yes]").length,
      asked: document.querySelectorAll("[data-answered]").length,
    });
    section.dataset.version = saved.version;
    block.fields.mark({});
    say(block, saved.message, "saved");
    var workedOut = section.querySelector("[data-worked-out]");
    if (workedOut) { workedOut.textContent = saved.worked_out; }
  }

  function showCollision(block, collision) {
    var panel = document.getElementById("collision").content.cloneNode(true);
    ["mine", "mine_by", "mine_at", "mine_how", "theirs", "theirs_by", "theirs_at", "theirs_how"].forEach(function (name) {
      Array.prototype.forEach.call(panel.querySelectorAll("[data-slot=" + name + "]"), function (slot) { slot.textContent = collision[name]; });
    });
    Array.prototype.forEach.call(panel.querySelectorAll("[data-settle]"), function (button) {
      button.value = block.question + ":" + collision.edit_id + ":" + button.dataset.settle;
    });
    block.section.querySelector("[data-collisions]").appendChild(panel);
    block.section.querySelector("[data-fields]").disabled = true;
    say(block, words.collision, "wrong");
    block.held = true;
  }

  return { say: say, warn: warn, showDomain: showDomain, showSaved: showSaved, showCollision: showCollision };
}
