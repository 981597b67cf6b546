/* The tools of a question are one stop of the keyboard: Tab goes on to the next question, the arrows go along them.
   Without this script each of them is a stop of its own. */

const TOOLS = "a[href], summary, button";
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/* Where a key leads along `count` tools from the one at `here`, round the end; -1 where it leads nowhere. */
export function findStep(key, here, count) {
  if (key === "Home") { return 0; }
  if (key === "End") { return count - 1; }
  return key in STEPS ? (here + STEPS[key] + count) % count : -1;
}

/* What a fold holds is no tool of the row: Tab goes through it as everywhere. */
function list(bar) {
  const isTool = (one) => one.offsetParent && (one.matches("summary") || !one.closest("details"));
  return Array.from(bar.querySelectorAll(TOOLS)).filter(isTool);
}

/* One tool is the stop: the one that had the keys last, or else the first. */
function arrange(bar, wanted) {
  const tools = list(bar), held = bar.dataset.used && tools.find((one) => one.tabIndex === 0);
  const stop = wanted || held || tools[0];
  tools.forEach((one) => { one.tabIndex = one === stop ? 0 : -1; });
}

function follow(event, bar) {
  const tools = list(bar), here = tools.indexOf(event.target);
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const step = here < 0 || !isPlain ? -1 : findStep(event.key, here, tools.length);
  if (step < 0) { return; }
  event.preventDefault();
  tools[step].focus();
}

function listen(bar) {
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", bar.dataset.toolbar);
  arrange(bar);
  bar.addEventListener("keydown", (event) => follow(event, bar));
  bar.addEventListener("focusin", (event) => {
    if (!list(bar).includes(event.target)) { return; }
    bar.dataset.used = "yes";
    arrange(bar, event.target);
  });
  new MutationObserver(() => arrange(bar)).observe(bar, { childList: true, subtree: true });
}

export function listenToToolbars() {
  document.querySelectorAll("[data-toolbar]").forEach(listen);
}
