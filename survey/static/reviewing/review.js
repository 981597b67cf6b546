/* Reviewing without leaving one's place: a decision is saved where it is made, and the keys j k c s r do what the buttons do.
   Without this script every form works as a plain form. Works in Chromium 78. */
"use strict";

(function () {
  var keys = document.getElementById("keys"), said = document.getElementById("said"), on = document.getElementById("keys-on");
  var KEPT = "survey-review-keys";

  function listBlocks() { return Array.prototype.slice.call(document.querySelectorAll("[data-block]")); }
  function blockOf(element) { return element && element.closest ? element.closest("[data-block]") : null; }

  /* -- Saving in place ----------------------------------------------------------------------------------------- */

  function save(form) {
    var body = new FormData(form), block = blockOf(form);
    body.append("only", block.id);
    said.textContent = said.dataset.saving;
    form.dataset.busy = "yes";
    fetch(form.action, { method: "POST", body: new URLSearchParams(body), credentials: "same-origin" })
      .then(function (answer) { return answer.text(); })
      .then(function (text) { show(block, new DOMParser().parseFromString(text, "text/html")); })
      .catch(function () { delete form.dataset.busy; said.textContent = said.dataset.trouble; });
  }

  /* Take from the fresh page what has changed: the question, the scores and steps, the counts. */
  function show(block, page) {
    var fresh = page.getElementById(block.id);
    if (!fresh) {
      Array.prototype.forEach.call(block.querySelectorAll("form"), function (form) { delete form.dataset.busy; });
      said.textContent = said.dataset.signedOut;
      return;
    }
    var top = block.getBoundingClientRect().top;
    ["summary", "index"].forEach(function (id) { replace(document.getElementById(id), page.getElementById(id)); });
    var placed = replace(block, fresh), wrong = placed.querySelector(".error");
    forget(placed);
    placed.focus({ preventScroll: true });
    window.scrollBy(0, placed.getBoundingClientRect().top - top);
    said.textContent = wrong ? wrong.textContent : said.dataset.saved;
  }

  function replace(old, fresh) {
    var taken = document.importNode(fresh, true);
    old.parentNode.replaceChild(taken, old);
    return taken;
  }

  /* What is decided is not offered among those that are left; the server would pass over it anyway. */
  function forget(block) {
    if (block.classList.contains("is-undecided") || block.classList.contains("is-mended")) { return; }
    Array.prototype.forEach.call(document.querySelectorAll(".confirm-left input[name=left]"), function (input) {
      if ("question-" + input.value.split(":")[0] !== block.id) { return; }
      var fold = input.closest("details"), link = fold.querySelector("a[href$='#" + block.id + "']");
      input.parentNode.removeChild(input);
      if (link) { link.classList.add("done"); }
      if (!fold.querySelector("input[name=left]")) { fold.hidden = true; }
    });
  }

  document.addEventListener("submit", function (event) {
    if (!event.target.hasAttribute("data-decide")) { return; }
    event.preventDefault();
    if (event.target.dataset.busy !== "yes") { save(event.target); }
  });

  /* -- Keys ---------------------------------------------------------------------------------------------------- */

  function walk(step) {
    var blocks = listBlocks(), here = blocks.indexOf(blockOf(document.activeElement));
    var next = blocks[here < 0 ? nearest(blocks) : Math.min(blocks.length - 1, Math.max(0, here + step))];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView(); }
  }

  /* The first question that is not above the window. */
  function nearest(blocks) {
    var places = blocks.map(function (block) { return block.getBoundingClientRect().top; });
    return Math.max(0, places.findIndex(function (top) { return top >= 0; }));
  }

  function press(key) {
    var block = blockOf(document.activeElement), target = block && block.querySelector("[data-key=" + key + "]");
    if (!target) { return; }
    if (target.tagName === "BUTTON") { target.click(); return; }
    target.open = true;
    var field = target.querySelector("input:not([type=hidden]), textarea");
    if (field) { field.focus(); }
  }

  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "Escape" && typing && blockOf(event.target)) { blockOf(event.target).focus(); return; }
    if (!on.checked || typing || event.ctrlKey || event.metaKey || event.altKey) { return; }
    var key = event.key.toLowerCase();
    if (key === "j") { walk(1); } else if (key === "k") { walk(-1); }
    else if (key.length === 1 && "csr".indexOf(key) >= 0) { press(key); }
    else { return; }
    event.preventDefault();
  });

  keys.hidden = false;
  try {
    on.checked = localStorage.getItem(KEPT) !== "off";
    on.addEventListener("change", function () { localStorage.setItem(KEPT, on.checked ? "on" : "off"); });
  } catch (error) { /* a browser that keeps nothing: the keys work, the choice is forgotten */ }
}());
