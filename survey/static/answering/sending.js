/* Saving. The answers to a question wait in a queue of its own (queue.js), so that its saves never overtake each other;
   an answer is kept by drafts.js before it is sent and until the server has acknowledged it. */

import { renewToken } from "../web/token.js";
import { isUnderWay } from "./blocks.js";
import { acknowledge, addChange, beginSending, passOver } from "./queue.js";
import { explainRefusal, judgeReply, planWait } from "./replies.js";
import { request } from "./server.js";

const AT_ONCE = 4;
const FOR_RETRY = -1; // in place of a timer: waits for the next try, not for a pause in typing

export class Sending {
  /* `form` says where answers go and who answers; `whenElsewhere` is called when an answer of another page is saved,
     `whenTold` with the question whenever the server has said what became of its answer. */
  constructor(form, blocks, drafts, showing, words) {
    Object.assign(this, { form, blocks, drafts, showing, words });
    this.active = 0;
    this.failures = 0;
    this.retryTimer = null;
    this.whenElsewhere = () => {};
    this.whenPumped = () => {};
    this.whenSaved = () => {};
    this.whenTold = () => {};
  }

  /* -- What waits ---------------------------------------------------------------------------------------------- */

  keep(block) { block.kept = this.drafts.write(block.question, block.queue); }

  /* Take what stands in the fields of a question, and send it after a pause in milliseconds. */
  change(block, pause, carried = false) {
    addChange(block.queue, block.version, { fields: block.fields.collect(), at: Date.now(), carried });
    block.stuck = false;
    this.keep(block);
    this.showing.say(block, this.words.saving, "saving");
    clearTimeout(block.timer);
    block.timer = setTimeout(() => { block.timer = null; this.pump(); }, pause);
  }

  /* Send what waits for a pause in typing. */
  hurry(block) {
    if (block.timer) { clearTimeout(block.timer); block.timer = null; this.pump(); }
  }

  pump() {
    this.blocks.list().forEach((block) => {
      if (this.active < AT_ONCE && isUnderWay(block) && !block.busy && !block.timer) { this.send(block); }
    });
    this.whenPumped();
  }

  /* -- Sending ------------------------------------------------------------------------------------------------- */

  send(block) {
    const entry = beginSending(block.queue, block.version);
    block.busy = true;
    this.active += 1;
    this.keep(block);
    request("PUT", this.form.dataset.answers + encodeURIComponent(block.question), {
      base_version: entry.base, fields: entry.fields, carried: entry.carried === true,
      person: Number(this.form.dataset.person),
    }).then(
      (answer) => this.receive(block, entry, answer),
      () => this.fail(block, this.words.offline),
    ).then(() => {
      block.busy = false;
      this.active -= 1;
      this.pump();
    });
  }

  receive(block, entry, answer) {
    const verdict = judgeReply(answer.status, block.renewed);
    if (verdict === "trouble") { this.fail(block, this.words.trouble); return; }
    this.failures = 0;
    entry.sent = false;
    if (verdict === "signed-out") { this.signOut(block); }
    else if (verdict === "stale") { this.renew(block); }
    else { this.conclude(block, verdict, answer); }
    this.keep(block);
  }

  conclude(block, verdict, answer) {
    block.renewed = false;
    this.showing.warn("");
    if (verdict === "saved") { this.accept(block, answer.body); }
    else if (verdict === "collision") { this.collide(block, answer.body); }
    else { this.refuse(block, answer); }
    this.whenTold(block);
  }

  accept(block, saved) {
    block.version = saved.version;
    acknowledge(block.queue, saved.version);
    this.whenSaved();
    if (block.queue.length) { return; }
    if (block.section) { this.showing.showSaved(block, saved); } else { this.whenElsewhere(); }
  }

  collide(block, answer) {
    block.queue.shift(); // the server keeps it until someone chooses
    block.version = answer.version;
    if (block.section) { this.showing.showCollision(block, answer.collision); }
  }

  refuse(block, answer) {
    if (answer.status === 422 && block.queue.length > 1) { passOver(block.queue); return; }
    block.stuck = true;
    if (answer.status === 423) { this.showing.warn(this.words.frozen); }
    if (!block.section) { this.showing.warn(this.words.elsewhere); return; }
    const { text, kind } = explainRefusal(answer.status, answer.body, this.words);
    block.fields.mark(answer.body.errors || {});
    this.showing.say(block, text, kind);
  }

  /* -- Trying again -------------------------------------------------------------------------------------------- */

  fail(block, text) {
    this.failures += 1;
    this.showing.warn(text);
    this.blocks.listUnsent().filter((one) => !one.stuck).forEach((one) => {
      if (one.section) { one.fields.mark({}); } // what was said of an earlier answer is not said of this one
      this.showing.say(one, one.kept ? this.words.kept : this.words.unkept, "waiting");
    });
    block.timer = FOR_RETRY;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.retry(), planWait(this.failures));
  }

  retry() {
    this.blocks.list().filter((block) => block.timer === FOR_RETRY).forEach((block) => { block.timer = null; });
    this.pump();
  }

  signOut(block) {
    block.timer = FOR_RETRY;
    this.showing.signOut();
    this.showing.say(block, block.kept ? this.words.kept_signed_out : this.words.unkept, "waiting");
  }

  /* The session may have been renewed in another tab. */
  renew(block) {
    block.timer = FOR_RETRY;
    block.renewed = true;
    renewToken("#answers").then((isSignedIn) => {
      if (isSignedIn) { this.retry(); } else { block.renewed = false; this.signOut(block); }
    }, () => { block.renewed = false; this.fail(block, this.words.offline); });
  }
}
