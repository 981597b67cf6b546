/* The form saves as one types; without this script its button sends the page. Works in Chromium 78. */

import { Blocks } from "./blocks.js";
import { Choosing } from "./choosing.js";
import { Colleagues } from "./colleagues.js";
import { Doubts } from "./doubts.js";
import { Drafts } from "./drafts.js";
import { listenToGoing } from "./going.js";
import { Keeping, sayWhenKept } from "./keeping.js";
import { listenToKeys } from "./keys.js";
import { Leaving } from "./leaving.js";
import { Sending } from "./sending.js";
import { Showing } from "./showing.js";
import { listenToToolbars } from "./toolbars.js";
import { listenToTyping } from "./typing.js";

/* What earlier pages could not save stands in the fields again, and is sent. */
function takeOver(blocks, drafts, showing, words) {
  drafts.takeOver().forEach((queue, question) => {
    const block = blocks.open(question);
    block.queue = queue;
    block.kept = true;
    if (block.section) {
      block.fields.fill(queue[queue.length - 1].fields);
      block.fields.uncover();
      showing.say(block, words.saving, "saving");
    }
  });
}

/* What was typed before this script was there is sent too. */
function takeTyped(blocks, sending) {
  blocks.list()
    .filter((block) => block.section && !block.queue.length && !block.fields.isLocked() && block.fields.differs())
    .forEach((block) => sending.change(block, 0));
}

function listenToNetwork(sending, colleagues, showing, words) {
  window.addEventListener("online", () => { sending.retry(); colleagues.ask(); });
  window.addEventListener("focus", () => sending.retry());
  window.addEventListener("offline", () => showing.warn(words.offline));
}

/* What is kept of a domain goes with an answer that is another by now. A page that was kept itself says so for as long
   as the network is away. */
function listenToKeeping(keeping, sending, colleagues, showing, words) {
  const at = sayWhenKept();
  if (at) { words.offline = words.kept_page.replace("{at}", at); showing.warn(words.offline); }
  sending.whenTold = (block) => { if (block.section) { keeping.drop([block.section.dataset.of]); } };
  colleagues.whenHeard = (domains) => {
    if (domains.length) { keeping.drop(domains); }
    if (!sending.failures) { showing.calm(); }
  };
  keeping.start();
}

function listenToKeyboard() {
  listenToGoing();
  listenToKeys();
  listenToToolbars();
}

function openForm(form) {
  document.documentElement.classList.add("scripted");
  const words = JSON.parse(form.dataset.words), blocks = new Blocks(form);
  const drafts = new Drafts(form.dataset.person, form.dataset.response), showing = new Showing(words);
  const sending = new Sending(form, blocks, drafts, showing, words), keeping = new Keeping(form);
  const leaving = new Leaving(blocks, sending, keeping);
  const choosing = new Choosing(form, blocks, sending, showing, words, () => leaving.allow());
  const colleagues = new Colleagues(form, blocks, showing);
  const doubts = new Doubts(form);
  sending.whenSaved = () => doubts.askSoon();
  sending.whenElsewhere = () => colleagues.ask(); // it says how far that domain is now
  sending.whenPumped = () => leaving.goWhenDone();
  listenToKeyboard();
  listenToTyping(form, blocks, sending, choosing);
  doubts.listen();
  leaving.listen();
  listenToNetwork(sending, colleagues, showing, words);
  listenToKeeping(keeping, sending, colleagues, showing, words);
  keeping.whenMissing = () => { leaving.disallow(); showing.warn(words.not_kept); };
  takeOver(blocks, drafts, showing, words);
  colleagues.listen();
  takeTyped(blocks, sending);
  sending.pump();
}

const form = document.getElementById("answers");
if (form && form.dataset.frozen !== "yes") { openForm(form); }
