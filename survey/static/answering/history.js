/* The changes of an answer beside its question: the page that the link leads to, drawn in place and folded away again. */
"use strict";

(function () {
  function fold(link, place, open) {
    place.hidden = !open;
    link.setAttribute("aria-expanded", String(open));
  }

  function load(link, place) {
    fetch(link.href, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var found = new DOMParser().parseFromString(text, "text/html").getElementById("history");
      if (!found) { throw new Error("not the page"); }
      place.textContent = "";
      place.appendChild(document.importNode(found, true)).removeAttribute("id");
      fold(link, place, true);
    }).catch(function () { location.href = link.href; });
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-history]"), function (link) {
    var place = document.createElement("div");
    place.hidden = true;
    link.parentNode.insertBefore(place, link.nextSibling);
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      event.preventDefault();
      event.stopPropagation(); // the page is not left
      if (place.hidden) { load(link, place); } else { fold(link, place, false); }
    });
  });
}());
