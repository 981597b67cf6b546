/* The answers to one question that wait to be saved, oldest first. An entry is {base, fields, at, sent, carried}:
   `base` is the version it was typed on (null: the version that the entry before it becomes), `sent` that the server
   may have it already, `carried` that it is last year's answer, taken by its button. */

/* Add what is typed now; what has not been sent yet is replaced by it. */
export function addChange(queue, version, change) {
  const last = queue[queue.length - 1];
  if (last && !last.sent) { Object.assign(last, change); }
  else { queue.push(Object.assign({ base: last ? null : version, sent: false }, change)); }
}

/* The entry to send: from now on it is typed on `version` unless it says another. */
export function beginSending(queue, version) {
  const entry = queue[0];
  if (entry.base === null) { entry.base = version; }
  entry.sent = true;
  return entry;
}

/* The first entry is saved as `version`, which the next one is typed on. */
export function acknowledge(queue, version) {
  queue.shift();
  if (queue.length && queue[0].base === null) { queue[0].base = version; }
}

/* The first entry is refused, and something newer was typed meanwhile: that one takes its place. */
export function passOver(queue) {
  const refused = queue.shift();
  if (queue[0].base === null) { queue[0].base = refused.base; }
}

/* What is left when another answer is taken in place of one's own: nothing that was typed on that one. */
export function dropFollowers(queue) { return queue.filter((entry) => entry.base !== null); }
