/* Answers that are chosen by a button: last year's, and one of two that met. */

import { dropFollowers } from "./queue.js";
import { request } from "./server.js";

export class Choosing {
  /* `leave` is called before the page is loaded anew. */
  constructor(form, blocks, sending, showing, words, leave) {
    Object.assign(this, { form, blocks, sending, showing, words, leave });
  }

  /* Last year's answer, taken by its button: saved like one that is typed, and marked for what it is. The remark that
     stands is this year's, and stays. */
  carry(button) {
    const block = this.blocks.findAround(button), { remark } = block.fields.collect();
    block.fields.fill(Object.assign(JSON.parse(button.dataset.carry), { remark }));
    this.sending.change(block, 0, true);
  }

  takeBack(button) {
    const block = this.blocks.findAround(button);
    block.fields.takeBack();
    this.sending.change(block, 0);
    block.section.querySelector("input[type=radio]").focus({ preventScroll: true }); // the button has gone
  }

  /* One of two answers, taken by its button. */
  settle(button) {
    const [question, edit, taken] = button.value.split(":"), block = this.blocks.find(question);
    const address = this.form.dataset.answers + encodeURIComponent(question) + "/settle";
    request("POST", address, { edit_id: edit, take: taken }).then((answer) => {
      if (answer.status !== 200) { throw new Error(answer.status); }
      const panels = block.section.querySelectorAll(".collision");
      if (panels.length > 1) { this.leave(); location.reload(); return; }
      const wasHere = panels[0].contains(document.activeElement);
      panels[0].parentNode.removeChild(panels[0]);
      this.conclude(block, answer.body, taken === "mine");
      if (wasHere) { block.fields.focusFirst(); }
    }).catch(() => this.showing.say(block, this.words.unsettled, "wrong"));
  }

  conclude(block, settled, isMine) {
    block.fields.setLocked(false);
    block.held = false;
    block.version = settled.version;
    if (!isMine) { block.queue = dropFollowers(block.queue); }
    this.sending.keep(block);
    if (!block.queue.length) { block.fields.fill(settled.fields); }
    this.showing.showSaved(block, settled);
    this.sending.whenTold(block);
    this.sending.pump();
  }
}
