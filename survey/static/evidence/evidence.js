/* Uploading evidence one file after the other as it is chosen, with progress; without this file a plain form does it. */
"use strict";

(function () {
  var MEGABYTE = 1048576;
  var sending = 0;

  function make(tag, name, text) {
    var element = document.createElement(tag);
    if (name) { element.className = name; }
    element.textContent = text || "";
    return element;
  }

  function encode(name) {
    try { return encodeURIComponent(name); } catch (error) { return "file"; } // half a character in it
  }

  /* The session may have been renewed in another window. */
  function renewToken() {
    return fetch(location.pathname, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("meta[name=csrf-token]");
      if (fresh) { document.querySelector("meta[name=csrf-token]").content = fresh.content; }
    });
  }

  function read(request) {
    try { return JSON.parse(request.responseText); } catch (error) { return {}; }
  }

  /* `panel` holds the fields, `url` takes a file, `done` is called with each answer and how much is left. */
  function openUploader(panel, url, words, most, done) {
    var input = panel.querySelector("input[type=file]"), list = panel.querySelector("[data-uploads]");
    var waiting = [], busy = false;

    function add(file) {
      var line = make("li"), one = { file: file, bar: make("progress"), state: make("span", "file-facts"), again: make("button", "link", words.again) };
      var name = make("bdi", "", file.name);
      one.bar.max = file.size || 1;
      one.bar.value = 0;
      one.bar.setAttribute("aria-label", file.name);
      one.again.type = "button";
      one.again.addEventListener("click", function (event) {
        event.stopPropagation();
        renewToken().then(null, function () { return null; }).then(function () { queue(one); next(); });
      });
      [name, one.bar, one.state, one.again].forEach(function (part) { line.appendChild(part); });
      list.appendChild(line);
      list.hidden = false;
      if (file.size > most * MEGABYTE) { end(one, words.large, false); } else { queue(one); }
    }

    function queue(one) {
      say(one, words.waiting, "quiet");
      one.bar.hidden = false;
      one.again.hidden = true;
      waiting.push(one);
    }

    function say(one, text, kind) {
      one.state.textContent = text;
      one.state.className = "file-facts " + kind;
    }

    function end(one, text, again) {
      say(one, text, "error");
      one.bar.hidden = true;
      one.again.hidden = !again;
    }

    function next() {
      if (!busy && waiting.length) { send(waiting.shift()); }
    }

    function value(name) { return encode(panel.querySelector("[name=" + name + "]").value); }

    function send(one) {
      var request = new XMLHttpRequest();
      busy = true;
      sending += 1;
      say(one, words.uploading, "quiet");
      request.open("PUT", url + "?name=" + encode(one.file.name) + "&issued_on=" + value("issued_on") + "&valid_until=" + value("valid_until"));
      request.setRequestHeader("X-CSRFToken", document.querySelector("meta[name=csrf-token]").content);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.addEventListener("progress", function (event) {
        one.bar.value = event.loaded;
        if (event.loaded >= one.file.size) { say(one, words.storing, "quiet"); }
      });
      request.addEventListener("loadend", function () {
        busy = false;
        sending -= 1;
        receive(one, request.status, read(request));
        next();
      });
      request.send(one.file);
    }

    function receive(one, status, answer) {
      if (status === 201) {
        say(one, words.done, "quiet");
        one.bar.hidden = true;
        done(answer, waiting.length);
      }
      else if (status === 0) { end(one, words.lost, true); }
      else if (status === 400 || status === 401) { end(one, words.signed_out, true); }
      else if (status === 422) { end(one, answer.error, answer.again); }
      else { end(one, words.refused, true); }
    }

    panel.addEventListener("input", function (event) { event.stopPropagation(); }); // no answer: nothing to save here
    input.addEventListener("change", function () {
      Array.prototype.forEach.call(input.files, add);
      input.value = "";
      next();
    });
  }

  /* On the form: the link opens the fields in its place. */
  function openInPlace(link, template) {
    var block = link.closest("[data-evidence]"), panel = template.content.cloneNode(true).firstElementChild;
    Array.prototype.forEach.call(panel.querySelectorAll("[id]"), function (field) {
      panel.querySelector("label[for=" + field.id + "]").htmlFor = field.id = block.id + "-" + field.id;
    });
    link.parentNode.replaceChild(panel, link);
    openUploader(panel, link.href, JSON.parse(template.dataset.words), Number(template.dataset.most), function (answer) {
      block.classList.remove("evidence-bare");
      block.querySelector("[data-files]").innerHTML = answer.list;
    });
    panel.querySelector("input").focus();
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-attach]"), template = document.getElementById("uploader");
    if (!link || !template || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    event.stopPropagation();
    openInPlace(link, template);
  }, true);

  /* On a page of its own: the form is there, and is drawn anew when all is done. */
  Array.prototype.forEach.call(document.querySelectorAll("form[data-uploader]"), function (form) {
    form.querySelector("[data-without-script]").hidden = true;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    openUploader(form, form.action, JSON.parse(form.dataset.words), Number(form.dataset.most), function (answer, left) {
      if (!left && !form.querySelector("[data-uploads] .error")) { location.reload(); }
    });
  });

  window.addEventListener("beforeunload", function (event) {
    if (sending) { event.preventDefault(); event.returnValue = ""; }
  });
}());
