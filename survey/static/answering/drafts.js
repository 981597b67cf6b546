/* What was typed and is not acknowledged yet, kept in the browser until the server has it.

   Each page keeps one queue of entries per question under a key of its own, so that two pages never overwrite each
   other's; a new page takes over what earlier ones left. An entry is {base, fields, at, sent}: `base` is the version it
   was typed on (null: the version that the entry before it becomes), `sent` that the server may have it already. */
"use strict";

function openDrafts(person, response) {
  var prefix = "survey-draft/" + person + "/" + response + "/";
  var page = Date.now().toString(36) + Math.random().toString(36).slice(2, 8);

  function write(question, queue) {
    try {
      if (queue.length) { localStorage.setItem(prefix + question + "/" + page, JSON.stringify(queue)); }
      else { localStorage.removeItem(prefix + question + "/" + page); }
      return true;
    } catch (error) {
      return false; // no room, or storage is switched off
    }
  }

  function listKeys() {
    var keys = [];
    try {
      for (var i = 0; i < localStorage.length; i += 1) {
        if (localStorage.key(i).indexOf(prefix) === 0) { keys.push(localStorage.key(i)); }
      }
    } catch (error) { /* nothing was kept */ }
    return keys;
  }

  function parse(key) {
    try {
      var queue = JSON.parse(localStorage.getItem(key));
      return Array.isArray(queue) ? queue.filter(function (entry) { return entry && entry.fields; }) : [];
    } catch (error) {
      return [];
    }
  }

  /* Everything that earlier pages left, by question, oldest page first; from now on it is this page's. */
  function takeOver() {
    var left = {}, keys = listKeys();
    keys.forEach(function (key) {
      var question = key.slice(prefix.length, key.lastIndexOf("/"));
      var queue = parse(key);
      if (queue.length) { (left[question] = left[question] || []).push(queue); }
    });
    var taken = {};
    Object.keys(left).forEach(function (question) {
      left[question].sort(function (one, other) { return one[0].at - other[0].at; });
      taken[question] = [].concat.apply([], left[question]);
      if (!write(question, taken[question])) { keys = []; }
    });
    keys.forEach(function (key) { localStorage.removeItem(key); });
    return taken;
  }

  /* The questions for which some page still holds something that the server does not have. */
  function listQuestions() {
    return listKeys().filter(function (key) { return parse(key).length; }).map(function (key) {
      return key.slice(prefix.length, key.lastIndexOf("/"));
    }).filter(function (question, place, all) { return all.indexOf(question) === place; });
  }

  return { write: write, takeOver: takeOver, listQuestions: listQuestions };
}
