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

  function showProgress(saved) {
    var progress = document.querySelector(".progress progress"), line = document.querySelector("[data-domain='" + saved.domain.id + "']");
    progress.max = saved.progress.asked || 1;
    progress.value = saved.progress.answered;
    document.querySelector("[data-progress]").textContent = words.progress
      .replace("{answered}", saved.progress.answered).replace("{asked}", saved.progress.asked);
    if (line) { line.querySelector("[data-count]").textContent = saved.domain.answered + "/" + saved.domain.asked; }
  }

  function showSaved(block, saved) {
    showProgress(saved);
    if (!block.section) { return; }
    block.section.dataset.version = saved.version;
    block.fields.mark({});
    say(block, saved.message, "saved");
    var workedOut = block.section.querySelector("[data-worked-out]");
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

  return { say: say, warn: warn, showProgress: showProgress, showSaved: showSaved, showCollision: showCollision };
}
