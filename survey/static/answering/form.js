/* Saving as one types. Each question has a queue of its own, so that its saves never overtake each other; an answer is
   kept by drafts.js before it is sent and until the server has acknowledged it. Works in Chromium 78. */
"use strict";

(function () {
  var form = document.getElementById("answers");
  if (!form || form.dataset.frozen === "yes") { return; }
  document.documentElement.classList.add("scripted");

  var PAUSE = 800, AT_ONCE = 4, LONGEST_WAIT = 30000;
  var words = JSON.parse(form.dataset.words);
  var drafts = openDrafts(form.dataset.person, form.dataset.response);
  var server = openServer(), showing = openShowing(words), say = showing.say, warn = showing.warn;
  var blocks = {}, active = 0, failures = 0, retryTimer = null, leaving = false, goTo = null;

  function openBlock(question) {
    var section = document.getElementById("question-" + question);
    section = section && section.dataset.question === question ? section : null;
    blocks[question] = {
      question: question, section: section, fields: section && openFields(section), queue: [], busy: false, stuck: false, timer: null,
      version: section ? Number(section.dataset.version) : 0,
      held: Boolean(section && section.querySelector(".collision")),
    };
    return blocks[question];
  }

  /* -- Sending ------------------------------------------------------------------------------------------------- */

  function keep(block) { block.kept = drafts.write(block.question, block.queue); }

  function change(block, pause, carried) {
    var last = block.queue[block.queue.length - 1];
    var fields = block.fields.collect();
    if (last && !last.sent) { last.fields = fields; last.at = Date.now(); last.carried = Boolean(carried); }
    else { block.queue.push({ base: last ? null : block.version, fields: fields, at: Date.now(), sent: false, carried: Boolean(carried) }); }
    block.stuck = false;
    keep(block);
    say(block, words.saving, "saving");
    clearTimeout(block.timer);
    block.timer = setTimeout(function () { block.timer = null; pump(); }, pause);
  }

  function hurry(block) {
    if (block.timer) { clearTimeout(block.timer); block.timer = null; pump(); }
  }

  function isReady(block) {
    return block.queue.length && !block.busy && !block.stuck && !block.held && !block.timer;
  }

  function pump() {
    Object.keys(blocks).forEach(function (question) {
      if (active < AT_ONCE && isReady(blocks[question])) { send(blocks[question]); }
    });
    if (goTo && !listUnsent().some(function (block) { return !block.stuck && !block.held; })) { go(); }
  }

  function send(block) {
    var entry = block.queue[0];
    if (entry.base === null) { entry.base = block.version; }
    entry.sent = block.busy = true;
    active += 1;
    keep(block);
    server.request("PUT", form.dataset.answers + encodeURIComponent(block.question), {
      base_version: entry.base, fields: entry.fields, person: Number(form.dataset.person), carried: entry.carried === true,
    }).then(function (answer) {
      receive(block, entry, answer);
    }, function () {
      fail(block, words.offline);
    }).then(function () {
      block.busy = false;
      active -= 1;
      pump();
    });
  }

  function receive(block, entry, answer) {
    if (answer.status >= 500 || answer.status === 429) { return fail(block, words.trouble); }
    failures = 0;
    entry.sent = false;
    if (answer.status === 401) { signOut(block); }
    else if (answer.status === 400 && !block.renewed) { renew(block); }
    else {
      block.renewed = false;
      warn("");
      if (answer.status === 200) { accept(block, answer.body); }
      else if (answer.status === 409) { collide(block, answer.body); }
      else { refuse(block, entry, answer); }
    }
    keep(block);
  }

  function accept(block, saved) {
    block.version = saved.version;
    block.queue.shift();
    if (!block.queue.length) {
      if (block.section) { showing.showSaved(block, saved); } else { colleagues.ask(); } // how far its domain is now
      return;
    }
    if (block.queue[0].base === null) { block.queue[0].base = saved.version; }
  }

  function collide(block, answer) {
    block.queue.shift(); // the server keeps it until someone chooses
    block.version = answer.version;
    if (block.section) { showing.showCollision(block, answer.collision); }
  }

  function refuse(block, entry, answer) {
    if (answer.status === 422 && block.queue.length > 1) { // something newer was typed meanwhile
      block.queue.shift();
      if (block.queue[0].base === null) { block.queue[0].base = entry.base; }
      return;
    }
    block.stuck = true;
    if (answer.status === 423) { warn(words.frozen); }
    if (!block.section) { warn(words.elsewhere); return; }
    block.fields.mark(answer.body.errors || {});
    say(block, answer.body.missing || (answer.status === 422 ? words.wrong : answer.body.error || words.refused),
      answer.body.missing ? "waiting" : "wrong");
  }

  function fail(block, text) {
    failures += 1;
    warn(text);
    listUnsent().forEach(function (one) { if (!one.stuck) { say(one, one.kept ? words.kept : words.unkept, "waiting"); } });
    block.timer = -1; // waits for the retry, not for a pause in typing
    planRetry(Math.min(LONGEST_WAIT, 1000 * Math.pow(2, Math.min(failures, 5))));
  }

  function planRetry(wait) {
    clearTimeout(retryTimer);
    retryTimer = setTimeout(retry, wait);
  }

  function retry() {
    Object.keys(blocks).forEach(function (question) { if (blocks[question].timer === -1) { blocks[question].timer = null; } });
    pump();
  }

  function signOut(block) {
    block.timer = -1;
    warn(words.signed_out, true);
    say(block, block.kept ? words.kept_signed_out : words.unkept, "waiting");
  }

  /* The session may have been renewed in another tab. */
  function renew(block) {
    block.timer = -1;
    block.renewed = true;
    server.renewToken().then(function (renewed) {
      if (renewed) { retry(); } else { block.renewed = false; signOut(block); }
    }, function () { block.renewed = false; fail(block, words.offline); });
  }

  function settle(button) {
    var parts = button.value.split(":"), block = blocks[parts[0]], mine = parts[2] === "mine";
    server.request("POST", form.dataset.answers + encodeURIComponent(parts[0]) + "/settle", { edit_id: parts[1], take: parts[2] })
      .then(function (answer) {
        if (answer.status !== 200) { throw new Error(answer.status); }
        var panels = block.section.querySelectorAll(".collision");
        if (panels.length > 1) { leaving = true; location.reload(); return; }
        panels[0].parentNode.removeChild(panels[0]);
        block.section.querySelector("[data-fields]").disabled = block.held = false;
        block.version = answer.body.version;
        if (!mine) { block.queue = block.queue.filter(function (entry) { return entry.base !== null; }); }
        keep(block);
        if (!block.queue.length) { block.fields.fill(answer.body.fields); }
        showing.showSaved(block, answer.body);
        block.section.querySelector("[data-fields] input:not([type=hidden]), [data-fields] textarea").focus();
        pump();
      }).catch(function () { say(block, words.unsettled, "wrong"); });
  }

  /* Last year's answer, taken by its button: saved like one that is typed, and marked for what it is. */
  function carry(button) {
    var block = blockOf(button);
    block.fields.fill(JSON.parse(button.dataset.carry));
    hideSuggestion(block);
    change(block, 0, true);
    block.section.querySelector("[data-fields] input:not([type=hidden]), [data-fields] textarea").focus();
  }

  function hideSuggestion(block) {
    var suggestion = block.section.querySelector("[data-suggestion]");
    if (suggestion) { suggestion.hidden = true; }
  }

  /* -- Leaving ------------------------------------------------------------------------------------------------- */

  function listUnsent() {
    return Object.keys(blocks).map(function (question) { return blocks[question]; })
      .filter(function (block) { return block.queue.length; });
  }

  function go() {
    var target = goTo;
    goTo = null;
    location.href = target;
  }

  /* A link waits a moment for what is on its way; after that the browser asks. */
  function follow(event) {
    var link = event.target.closest("a[href]");
    if (!link || link.hash && link.pathname === location.pathname || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    if (link.hasAttribute("data-sign-in")) { leaving = true; return; }
    if (!failures && listUnsent().some(function (block) { return !block.stuck && !block.held; })) {
      event.preventDefault();
      goTo = link.href;
      Object.keys(blocks).forEach(function (question) { hurry(blocks[question]); });
      setTimeout(function () { if (goTo) { go(); } }, 3000);
    }
  }

  /* -- Listening ----------------------------------------------------------------------------------------------- */

  function blockOf(element) {
    var section = element.closest("[data-question]");
    return section && blocks[section.dataset.question];
  }

  form.addEventListener("input", function (event) {
    var block = blockOf(event.target), isBox = /^(radio|checkbox)$/.test(event.target.type);
    if (!block) { return; }
    block.fields.settle(event.target);
    if (event.target.closest("[data-value], .not-applicable")) { hideSuggestion(block); }
    change(block, isBox ? 0 : PAUSE);
    if (event.target.hasAttribute("data-not-applicable") && event.target.checked) {
      block.section.querySelector("[data-reason] textarea").focus();
    }
  });
  form.addEventListener("focusout", function (event) {
    var block = blockOf(event.target);
    if (block && block.timer > 0) { hurry(block); }
  });
  form.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); }
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) { return; }
    if (button.hasAttribute("data-settle")) { event.preventDefault(); settle(button); }
    if (button.hasAttribute("data-carry")) { event.preventDefault(); carry(button); }
    if (button.hasAttribute("data-clear")) {
      var block = blockOf(button);
      block.fields.takeBack();
      change(block, 0);
      block.section.querySelector("input[type=radio]").focus();
    }
  });
  document.addEventListener("click", follow);
  window.addEventListener("online", retry);
  window.addEventListener("focus", retry);
  window.addEventListener("offline", function () { warn(words.offline); });
  window.addEventListener("beforeunload", function (event) {
    if (!leaving && listUnsent().length) { event.preventDefault(); event.returnValue = ""; }
  });

  /* -- Beginning ----------------------------------------------------------------------------------------------- */

  Array.prototype.forEach.call(form.querySelectorAll("[data-question]"), function (section) { openBlock(section.dataset.question); });
  var taken = drafts.takeOver();
  Object.keys(taken).forEach(function (question) {
    var block = blocks[question] || openBlock(question);
    block.queue = taken[question];
    block.kept = true;
    if (block.section) {
      block.fields.fill(block.queue[block.queue.length - 1].fields);
      say(block, words.saving, "saving");
    }
  });
  var colleagues = openColleagues(form, blocks, server, showing, words);
  Object.keys(blocks).forEach(function (question) {
    var block = blocks[question];
    if (block.section && !block.queue.length && !block.section.querySelector("[data-fields]").disabled && block.fields.differs()) { change(block, 0); }
  });
  pump();
}());
