/* The fields of one question: reading what is typed, filling in what is stored, keeping apart what excludes each
   other. */

import { readFigure, workOut } from "./figures.js";

const NO_ANSWER = ["version", "seen", "clear"]; // what only the page without a script sends

function isBox(input) { return input.type === "radio" || input.type === "checkbox"; }
function isChosen(input) { return input.type === "radio" && input.checked; }
function isGiven(input) { return isBox(input) ? input.checked : input.value.trim() !== ""; }

/* Whether something else stands in a field than the page came with. */
function isTyped(input) {
  if (input.tagName === "SELECT") { return !input.selectedOptions[0] || !input.selectedOptions[0].defaultSelected; }
  return isBox(input) ? input.checked !== input.defaultChecked : input.value !== input.defaultValue;
}

function empty(input) {
  if (isBox(input)) { input.checked = false; } else { input.value = ""; }
}

function put(input, given) {
  if (!isBox(input)) { input.value = given || ""; }
  else if (Array.isArray(given)) { input.checked = given.includes(input.value); }
  else { input.checked = given === true || given === input.value; }
}

/* What says that an item is set apart, or a figure is not kept; the reason for it stands in the same line. */
function findChoice(line) { return line.querySelector("select, [type=checkbox]"); }

/* A reason goes with the choice that it was for. */
function settleApart(input) {
  const line = input.closest("[data-apart]");
  if (line && !isGiven(findChoice(line))) { line.querySelectorAll("[type=text]").forEach(empty); }
}

function readRatio(data) {
  return {
    kind: data.ratio, times: Number(data.times), target: Number(data.target),
    before: data.before, otherwise: data.otherwise, after: data.after,
  };
}

export class Fields {
  constructor(section) {
    const inputs = section.querySelectorAll("[data-fields] input, [data-fields] select, [data-fields] textarea");
    this.section = section;
    this.id = section.dataset.question;
    this.inputs = Array.from(inputs).filter((input) => !NO_ANSWER.includes(this.nameOf(input)));
    this.value = section.querySelector("[data-value]");
    this.instead = section.querySelector("[data-instead]");
    this.notApplicable = section.querySelector("[data-not-applicable]");
    this.clear = section.querySelector("[data-clear]");
    this.workedOut = section.querySelector("[data-worked-out]");
    this.refresh();
  }

  nameOf(input) { return input.name.slice(this.id.length + 1); }

  collect() {
    const fields = {};
    this.inputs.filter((input) => !isBox(input) || input.checked).forEach((input) => {
      const name = this.nameOf(input);
      fields[name] = isBox(input) && name === "items" ? (fields[name] || []).concat(input.value) : input.value;
    });
    return fields;
  }

  fill(fields) {
    this.inputs.forEach((input) => put(input, fields[this.nameOf(input)]));
    this.refresh();
  }

  takeBack() {
    this.inputs.filter((input) => input.type === "radio").forEach(empty);
    this.refresh();
  }

  focusFirst() {
    const first = this.section.querySelector("[data-fields] input:not([type=hidden]), [data-fields] textarea");
    first.focus({ preventScroll: true });
  }

  setLocked(isLocked) {
    this.section.querySelectorAll("[data-fields]").forEach((set) => { set.disabled = isLocked; });
  }

  /* What is locked by now is read as text, but not what was typed before it was. */
  uncover() {
    this.section.querySelectorAll("[data-read]").forEach((text) => { text.hidden = true; });
    this.section.querySelectorAll("[data-fields]").forEach((set) => { set.hidden = false; });
  }

  isLocked() { return this.section.querySelector("[data-fields]").disabled; }

  /* Whether something was typed before this script was there. */
  differs() {
    return this.inputs.some(isTyped);
  }

  /* Keep what excludes each other apart: a date and "never", items and "none", an answer and "not applicable". */
  settle(input) {
    if (this.value.contains(input)) {
      if (this.notApplicable) { this.notApplicable.checked = false; }
      settleApart(input);
      if (this.instead && isGiven(input) && (input === this.instead || !input.closest("[data-apart]"))) {
        this.settleInstead(input);
      }
    }
    this.refresh();
  }

  settleInstead(input) {
    if (input !== this.instead) { this.instead.checked = false; settleApart(this.instead); return; }
    this.inputs
      .filter((other) => other !== this.instead && this.value.contains(other) && !other.closest("[data-apart]"))
      .forEach(empty);
  }

  refresh() {
    const isNotApplicable = Boolean(this.notApplicable && this.notApplicable.checked);
    this.section.classList.toggle("is-not-applicable", isNotApplicable);
    this.section.querySelectorAll("[data-apart]").forEach((line) => {
      line.toggleAttribute("data-chosen", isGiven(findChoice(line)));
    });
    if (this.clear) { this.clear.classList.toggle("is-usable", this.inputs.some(isChosen)); }
    if (this.workedOut) { this.showWorkedOut(isNotApplicable ? "" : this.workOut()); }
  }

  workOut() {
    const inputs = Array.from(this.value.querySelectorAll(".figure input"));
    const figures = inputs.map((input) => readFigure(input.value, input.parentNode.querySelector(".unit").textContent));
    return workOut(readRatio(this.section.dataset), figures);
  }

  showWorkedOut(text) {
    if (this.workedOut) { this.workedOut.textContent = text; }
  }

  /* Mark the fields that are refused, and say why: `errors` by field name, "answer" for all of them together. */
  mark(errors) {
    const said = this.section.querySelector("[data-error]"), messages = Object.values(errors);
    said.textContent = messages.map((lines) => lines.join(" ")).join(" ");
    said.hidden = !messages.length;
    this.inputs.forEach((input) => {
      this.markInput(input, errors[this.nameOf(input)] || (errors.answer && this.value.contains(input)));
    });
    this.section.querySelectorAll("[data-fields] .error").forEach((old) => { old.hidden = true; });
  }

  markInput(input, isWrong) {
    if (isWrong) {
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", this.id + "-error");
    } else {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
  }
}
