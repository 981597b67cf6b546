/* What was typed and is not acknowledged yet, kept in the browser until the server has it.

   Each page keeps one queue of entries (queue.js) per question under a key of its own, so that two pages never
   overwrite each other's; a new page takes over what earlier ones left. */

function namePage() { return Date.now().toString(36) + Math.random().toString(36).slice(2, 8); }

export class Drafts {
  /* `findStorage` gives the browser's storage, or fails where it is switched off. */
  constructor(person, response, findStorage = () => window.localStorage) {
    this.prefix = "survey-draft/" + person + "/" + response + "/";
    this.page = namePage();
    this.findStorage = findStorage;
  }

  /* Keep the queue of a question, or forget an empty one; false where the browser keeps nothing. */
  write(question, queue) {
    const key = this.prefix + question + "/" + this.page;
    try {
      if (queue.length) { this.findStorage().setItem(key, JSON.stringify(queue)); }
      else { this.findStorage().removeItem(key); }
      return true;
    } catch {
      return false; // no room, or storage is switched off
    }
  }

  listKeys() {
    try {
      const storage = this.findStorage();
      return Array.from({ length: storage.length }, (_, place) => storage.key(place))
        .filter((key) => key && key.startsWith(this.prefix));
    } catch {
      return []; // nothing was kept
    }
  }

  parse(key) {
    try {
      const queue = JSON.parse(this.findStorage().getItem(key));
      return Array.isArray(queue) ? queue.filter((entry) => entry && entry.fields) : [];
    } catch {
      return [];
    }
  }

  nameQuestion(key) { return key.slice(this.prefix.length, key.lastIndexOf("/")); }

  /* Everything that earlier pages left, as a map of queues by question, oldest page first; from now on it is this
     page's. */
  takeOver() {
    const keys = this.listKeys(), taken = this.merge(keys);
    const isKept = Array.from(taken, ([question, queue]) => this.write(question, queue)).every(Boolean);
    if (isKept) { keys.forEach((key) => this.findStorage().removeItem(key)); }
    return taken;
  }

  merge(keys) {
    const left = new Map();
    keys.forEach((key) => {
      const question = this.nameQuestion(key), queue = this.parse(key);
      if (queue.length) { left.set(question, (left.get(question) || []).concat([queue])); }
    });
    left.forEach((queues, question) => {
      left.set(question, queues.sort((one, other) => one[0].at - other[0].at).flat());
    });
    return left;
  }

  /* The questions for which some page still holds something that the server does not have. */
  listQuestions() {
    const keys = this.listKeys().filter((key) => this.parse(key).length);
    return Array.from(new Set(keys.map((key) => this.nameQuestion(key))));
  }
}
