/* The token that proves that a request comes from our own page; a session renewed in another tab has another. */

import { fetchPage } from "./fetching.js";

function findToken(page) { return page.querySelector("meta[name=csrf-token]"); }

export function readToken() { return findToken(document).content; }

/* Take the token of a fresh copy of this page; false where the copy lacks `mark`, because nobody is signed in. */
export function renewToken(mark) {
  return fetchPage(location.pathname).then((page) => {
    if (!page.querySelector(mark)) { return false; }
    findToken(document).content = findToken(page).content;
    return true;
  });
}
