/* Talking to the server: JSON there and back, never longer than ten seconds. */
"use strict";

function openServer() {
  var TIMEOUT = 10000;
  var token = document.querySelector("meta[name=csrf-token]");

  function request(method, url, body) {
    var abort = new AbortController();
    var timer = setTimeout(function () { abort.abort(); }, TIMEOUT);
    return fetch(url, {
      method: method, signal: abort.signal, body: body && JSON.stringify(body), credentials: "same-origin",
      headers: { "Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token.content },
    }).then(function (answer) {
      return (answer.headers.get("Content-Type") || "").indexOf("json") < 0 ? { status: answer.status, body: {} }
        : answer.json().then(function (read) { return { status: answer.status, body: read }; });
    }).then(function (answer) { clearTimeout(timer); return answer; }, function (error) { clearTimeout(timer); throw error; });
  }

  /* Fetch a fresh token from a fresh copy of this page; false where there is none, because nobody is signed in. */
  function renewToken() {
    return fetch(location.pathname, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      if (!page.getElementById("answers")) { return false; }
      token.content = page.querySelector("meta[name=csrf-token]").content;
      return true;
    });
  }

  return { request: request, renewToken: renewToken };
}
