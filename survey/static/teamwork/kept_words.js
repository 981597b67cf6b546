/* A note that is typed and not sent yet, kept in the browser with the mark of its form. The server takes a mark once,
   so that words which came in although the answer was lost are not said twice. */

export class KeptWords {
  /* `findStorage` gives the browser's storage, or fails where it is switched off. */
  constructor(person, path, findStorage = () => window.localStorage) {
    this.key = "survey-note/" + person + path;
    this.findStorage = findStorage;
  }

  /* Keep the words, or forget empty ones. */
  write(text, once) {
    try {
      if (text.trim()) { this.findStorage().setItem(this.key, JSON.stringify({ text, once })); }
      else { this.findStorage().removeItem(this.key); }
    } catch {
      // no room, or storage is switched off
    }
  }

  /* What was kept and is not among the marks that the server has taken; null where there is nothing. */
  read(taken) {
    try {
      const kept = JSON.parse(this.findStorage().getItem(this.key));
      return kept && typeof kept.text === "string" && kept.once !== taken ? kept : null;
    } catch {
      return null;
    }
  }
}
