/* Going through the form: to the next question that is not answered, on this page or on another. */

function listOpen() { return Array.from(document.querySelectorAll("[data-open=yes]")); }

/* Where one is: the question that has the focus, or else the one that the line at the top leaves in sight first. */
export function findHere(sections) {
  const held = document.activeElement.closest("[data-question]");
  if (held) { return sections.indexOf(held); }
  const top = document.querySelector(".stay").getBoundingClientRect().bottom;
  return sections.findIndex((section) => section.getBoundingClientRect().bottom > top + 1);
}

/* Bring a question to the top and its first field under the keys. */
export function goTo(section) {
  section.scrollIntoView();
  const field = section.querySelector(
    "input:checked:enabled, [data-value] input:enabled, [data-value] textarea:enabled",
  );
  const held = field || section.querySelector("a, button");
  if (held) { held.focus({ preventScroll: true }); }
}

/* The first open one behind the question that has the focus, or else from the one in sight on; null where there is
   none further down. */
export function findNextOpen() {
  const sections = Array.from(document.querySelectorAll("[data-question]")), open = listOpen();
  const here = findHere(sections);
  const from = sections[here] && sections[here].contains(document.activeElement) ? here + 1 : here;
  return sections.slice(Math.max(0, from)).find((section) => open.includes(section)) || null;
}

export function listenToGoing() {
  document.querySelectorAll("[data-go-on]").forEach((link) => {
    link.addEventListener("click", (event) => {
      const next = findNextOpen();
      if (!next || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      event.preventDefault();
      event.stopPropagation(); // the page is not left
      goTo(next);
    });
  });
}
