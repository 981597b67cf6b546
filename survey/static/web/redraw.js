/* A part of a page that is drawn anew while it says so: [data-redraw] holds after how many milliseconds. The focus is
   put back where it was; while the page is not looked at, nothing is asked. Without this script the page reloads. */
"use strict";

(function () {
  function plan() {
    var part = document.querySelector("[data-redraw]");
    if (part) { setTimeout(function () { ask(part); }, Number(part.dataset.redraw)); }
  }

  function ask(part) {
    if (document.hidden) { plan(); return; }
    fetch(location.href, { credentials: "same-origin", redirect: "error" }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.text();
    }).then(function (text) {
      var anew = new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
      if (anew) { put(part, document.importNode(anew, true)); }
    }).catch(function () { /* asked again in a while */ }).then(plan);
  }

  function put(part, anew) {
    var tags = "a, button", held = Array.prototype.indexOf.call(part.querySelectorAll(tags), document.activeElement);
    part.parentNode.replaceChild(anew, part);
    if (held >= 0 && anew.querySelectorAll(tags)[held]) { anew.querySelectorAll(tags)[held].focus(); }
  }

  plan();
})();
