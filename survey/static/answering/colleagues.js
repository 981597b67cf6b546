/* What colleagues change while the page is open. A question that is not being edited and holds nothing unsent is drawn
   anew in place; one that is, is left alone until it is free: what is typed there meets the other answer on saving. */
"use strict";

function openColleagues(form, blocks, server, showing, words) {
  var EVERY = 20000;
  var since = Number(form.dataset.since), pending = {}, asking = false, isOut = false;

  function ask() {
    if (asking || document.hidden) { return; }
    asking = true;
    server.request("GET", form.dataset.changes + "?since=" + since).then(function (answer) {
      if (answer.status === 401) { isOut = true; showing.warn(words.signed_out, true); }
      if (answer.status !== 200) { return; }
      if (isOut) { isOut = false; showing.warn(""); }
      since = answer.body.since;
      answer.body.changes.forEach(function (change) { pending[change.question] = change; });
      draw();
    }).catch(function () { /* asked again in a while; saving says when the network is lost */ }).then(function () { asking = false; });
  }

  function isFree(block) {
    return !block.queue.length && !block.busy
      && !(block.section && block.section.querySelector("[data-fields]").contains(document.activeElement));
  }

  function draw() {
    Object.keys(pending).forEach(function (question) {
      var block = blocks[question], change = pending[question];
      if (!block || !block.section) { showing.showDomain(change.domain); }
      else if (block.held) { /* two answers are shown already; choosing brings what stands */ }
      else if (!isFree(block)) { return; }
      else { redraw(block, change); }
      delete pending[question];
    });
  }

  function redraw(block, change) {
    if (change.version > block.version) {
      block.version = change.version;
      block.fields.fill(change.fields);
      showing.showSaved(block, change);
    }
    if (change.collision) { showing.showCollision(block, change.collision); }
  }

  form.addEventListener("focusout", function () { setTimeout(draw, 0); });
  window.addEventListener("focus", ask);
  document.addEventListener("visibilitychange", ask);
  setInterval(ask, EVERY);
  return { ask: ask };
}
