/* Clicks on links. */

/* Whether a click is meant for another tab or window, so that this page stays. */
export function opensElsewhere(event) { return event.ctrlKey || event.metaKey || event.shiftKey; }
