/* Pages of the form that are kept in this browser. */

const PAGES = "survey-form/"; // with the person and the response behind it

/* Drop what is kept, but for that which begins with `mine`. */
export function forget(mine = "") {
  if (!window.caches) { return Promise.resolve(); } // without HTTPS a browser keeps nothing
  return caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith(PAGES) && !(mine && name.startsWith(PAGES + mine)))
      .map((name) => caches.delete(name)),
  )).catch(() => {}); // switched off: nothing is kept either
}
