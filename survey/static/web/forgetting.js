/* What the form keeps of its pages in this browser, to be read without a network, goes with whoever it was kept for:
   every page drops what belongs to somebody else, and signing out drops all of it first, network or not. */

const PAGES = "survey-form/"; // with the person and the response behind it

/* Drop what is kept, but for that which begins with `mine`. */
export function forget(mine = "") {
  if (!window.caches) { return Promise.resolve(); } // without HTTPS a browser keeps nothing
  return caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith(PAGES) && !(mine && name.startsWith(PAGES + mine)))
      .map((name) => caches.delete(name)),
  )).catch(() => {}); // switched off: nothing is kept either
}

function signOut(event) {
  const form = event.target;
  if (event.defaultPrevented || !form.hasAttribute("data-sign-out")) { return; }
  event.preventDefault();
  forget().then(() => form.submit());
}

forget(document.querySelector("meta[name=keeps]").content);
if (window.caches) { window.addEventListener("submit", signOut); }
