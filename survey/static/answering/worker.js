/* The form's pages without a network. This worker stands between the browser and the site for what is under
   /responses/: a fresh page always wins; where the network fails, the page that is kept is shown. For Chromium 78.

   What is kept belongs to one person and one response, as the server names them on each page that may be kept; of a
   response that is locked none is. A kept page is shown only while a page of that response is open, so that whoever
   starts the browser anew sees nothing. Nothing is ever sent by this worker but requests for pages. */

const PAGES = "survey-form/", FILES = "survey-files"; // names of what is kept
const KEEPS = /<meta name="keeps" content="([0-9]+\/[0-9]+\/)">/;
const FORM_PAGE = /^\/responses\/([0-9]+)\/(domains\/[^/]+|check)$/;
const OF_RESPONSE = /^\/responses\/[0-9]+\//;
const STATIC = /(?:href|src)="(\/static\/[^"]+)"/g;
const HANGING = 4000; // milliseconds after which a line that says nothing counts as none
const BETWEEN = 300; // from one page that is fetched ahead to the next
const OLD = 15 * 60 * 1000;

const ahead = new Set(); // paths of pages to fetch ahead
let isFetching = false;
let dropped = 0; // how often something was dropped: what was asked for before that is not kept

function wait(milliseconds) { return new Promise((resolve) => { setTimeout(resolve, milliseconds); }); }

/* -- Keeping ------------------------------------------------------------------------------------------------------- */

async function forget() {
  dropped += 1;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PAGES)).map((name) => caches.delete(name)));
}

async function findKept(path) {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).match(path)));
  return kept.find(Boolean) || null;
}

async function drop(paths) {
  dropped += 1;
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  await Promise.all(names.map(async (name) => {
    const kept = await caches.open(name);
    await Promise.all(paths.map((path) => kept.delete(path)));
  }));
}

/* The scripts and styles that a page names; with those of another version goes what was kept with them. */
async function keepFiles(text) {
  const kept = await caches.open(FILES), named = Array.from(text.matchAll(STATIC), (one) => one[1]);
  const version = named[0].split("/")[2], found = (await kept.keys()).map((file) => new URL(file.url).pathname);
  if (found.some((name) => name.split("/")[2] !== version)) { await caches.delete(FILES); await forget(); return; }
  await kept.addAll(Array.from(new Set(named)).filter((name) => !found.includes(name)));
}

/* Keep the answer to a request for a page of a form, unless something was dropped since `asked`; it says when. */
async function keep(path, page, asked) {
  if (page.status !== 200 || page.redirected) { return; }
  const text = await page.text(), owner = KEEPS.exec(text);
  if (!owner) { return; }
  await keepFiles(text);
  if (asked !== dropped) { return; }
  const headers = new Headers(page.headers), dated = text.replace("<html", `<html data-kept="${Date.now()}"`);
  ["Content-Encoding", "Content-Length", "Vary"].forEach((name) => headers.delete(name));
  headers.set("X-Kept", String(Date.now()));
  await (await caches.open(PAGES + owner[1])).put(path, new Response(dated, { headers }));
}

/* Fetch a page ahead that is not kept, or kept too long. It is no act of a person: it keeps no session alive. */
async function fetchAhead(path) {
  const kept = await findKept(path), asked = dropped;
  if (kept && Date.now() - Number(kept.headers.get("X-Kept")) < OLD) { return; }
  const page = await fetch(path, { credentials: "same-origin", headers: { Purpose: "prefetch" } });
  if (page.redirected) { await forget(); ahead.clear(); return; } // signed out
  await keep(path, page, asked);
  await wait(BETWEEN);
}

async function fetchAll(paths) {
  paths.filter((path) => FORM_PAGE.test(path)).forEach((path) => ahead.add(path));
  if (isFetching) { return; }
  isFetching = true;
  try {
    for (const path of ahead) { ahead.delete(path); await fetchAhead(path); } // one after another
  } catch {
    ahead.clear(); // no network: the next page asks again
  } finally {
    isFetching = false;
  }
}

/* -- Answering ----------------------------------------------------------------------------------------------------- */

/* The pages of the same response that are open. */
async function findWindows(path) {
  const [response] = OF_RESPONSE.exec(path);
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return windows.filter((one) => new URL(one.url).pathname.startsWith(response));
}

async function findShown(path) {
  return (await findWindows(path)).length ? findKept(path) : null;
}

/* Without a network, and without the page: the one that is open stays, and says so. */
async function stay(path) {
  const windows = await findWindows(path);
  windows.forEach((one) => one.postMessage("not kept"));
  return windows.length ? new Response(null, { status: 204 }) : Response.error();
}

async function answer(path, fresh) {
  if (FORM_PAGE.test(path)) {
    const first = await Promise.race([fresh.catch(() => null), wait(HANGING)]);
    const shown = first || await findShown(path);
    if (shown) { return shown; }
  }
  return fresh.catch(() => stay(path));
}

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request, { origin, pathname } = new URL(url), asked = dropped;
  if (method !== "GET" || origin !== self.location.origin) { return; }
  if (pathname.startsWith("/static/")) {
    event.respondWith(caches.open(FILES).then((kept) => kept.match(event.request, { ignoreVary: true }))
      .then((kept) => kept || fetch(event.request)));
  } else if (mode === "navigate" && OF_RESPONSE.test(pathname)) {
    const fresh = fetch(event.request);
    const whenKept = fresh.then((page) => FORM_PAGE.test(pathname) && keep(pathname, page.clone(), asked));
    event.waitUntil(whenKept.catch(() => {}));
    event.respondWith(answer(pathname, fresh));
  }
});

self.addEventListener("message", (event) => {
  const { keep: wanted, drop: gone } = event.data;
  event.waitUntil(Promise.resolve(gone && drop(gone)).then(() => wanted && fetchAll(wanted)));
});

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
