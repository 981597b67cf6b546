/* The fields of one question: reading what is typed, filling in what is stored, working out a ratio while one types. */
"use strict";

function openFields(section) {
  var id = section.dataset.question;
  var inputs = Array.prototype.filter.call(section.querySelectorAll("[data-fields] input, [data-fields] textarea"),
    function (input) { return ["version", "seen", "clear"].indexOf(nameOf(input)) < 0; });
  var value = section.querySelector("[data-value]");
  var instead = section.querySelector("[data-instead]");
  var notApplicable = section.querySelector("[data-not-applicable]");
  var clear = section.querySelector("[data-clear]");
  var workedOut = section.querySelector("[data-worked-out]");

  function nameOf(input) { return input.name.slice(id.length + 1); }
  function isBox(input) { return input.type === "radio" || input.type === "checkbox"; }

  function collect() {
    var fields = {};
    inputs.forEach(function (input) {
      var name = nameOf(input);
      if (!isBox(input)) { fields[name] = input.value; }
      else if (input.checked && name === "items") { fields[name] = (fields[name] || []).concat(input.value); }
      else if (input.checked) { fields[name] = input.value; }
    });
    return fields;
  }

  function fill(fields) {
    inputs.forEach(function (input) {
      var given = fields[nameOf(input)];
      if (!isBox(input)) { input.value = given || ""; }
      else if (Array.isArray(given)) { input.checked = given.indexOf(input.value) >= 0; }
      else { input.checked = given === true || given === input.value; }
    });
    refresh();
  }

  /* Keep what excludes each other apart: a date and "never", items and "none", an answer and "not applicable". */
  function settle(input) {
    if (value.contains(input)) {
      if (notApplicable && notApplicable !== input) { notApplicable.checked = false; }
      if (instead && input === instead && instead.checked) {
        inputs.forEach(function (other) {
          if (value.contains(other) && other !== instead) { if (isBox(other)) { other.checked = false; } else { other.value = ""; } }
        });
      } else if (instead && input !== instead && (isBox(input) ? input.checked : input.value.trim())) {
        instead.checked = false;
      }
    }
    refresh();
  }

  function refresh() {
    section.classList.toggle("is-not-applicable", Boolean(notApplicable && notApplicable.checked));
    if (clear) { clear.hidden = !inputs.some(function (input) { return input.type === "radio" && input.checked; }); }
    if (workedOut) { workedOut.textContent = workOut(); }
  }

  function takeBack() {
    inputs.forEach(function (input) { if (input.type === "radio") { input.checked = false; } });
    refresh();
  }

  function readFigure(input) {
    var plain = input.value.replace(/[\uff01-\uff5e]/g, function (one) {
      return String.fromCharCode(one.charCodeAt(0) - 0xfee0);
    }).replace(/。/g, ".").replace(/[,\s]/g, "");
    var unit = input.parentNode.querySelector(".unit").textContent;
    if (unit && plain.slice(-unit.length) === unit) { plain = plain.slice(0, -unit.length); }
    return /^[0-9]+(\.[0-9]*)?$/.test(plain) ? parseFloat(plain) : NaN;
  }

  function workOut() {
    var figures = Array.prototype.map.call(value.querySelectorAll(".figure input"), readFigure);
    var kind = section.dataset.ratio, base = kind === "share" ? figures[1] : figures[0];
    if (figures.some(isNaN) || !base || (notApplicable && notApplicable.checked)) { return ""; }
    var worked = (kind === "share" ? figures[0] / base : (figures[1] - base) / base) * Number(section.dataset.times);
    if (kind === "growth-down") { worked = -worked; }
    var before = worked < 0 ? section.dataset.otherwise : section.dataset.before;
    return before + write(Math.abs(worked), worked < 0 ? 0 : Number(section.dataset.target)) + section.dataset.after;
  }

  /* Two decimals; a target that is not reached never looks reached by rounding. */
  function write(number, target) {
    var shown = Math.round(number * 100 + 1e-7) / 100;
    if (number < target - 1e-9 && shown >= target) { shown = Math.floor(number * 100) / 100; }
    return String(shown);
  }

  /* Mark the fields that are refused, and say why: `errors` by field name, "answer" for all of them together. */
  function mark(errors) {
    var said = section.querySelector("[data-error]"), names = Object.keys(errors);
    said.textContent = names.map(function (name) { return errors[name].join(" "); }).join(" ");
    said.hidden = !names.length;
    inputs.forEach(function (input) {
      var wrong = errors[nameOf(input)] || (errors.answer && value.contains(input));
      if (wrong) { input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", id + "-error"); }
      else { input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby"); }
    });
    Array.prototype.forEach.call(section.querySelectorAll("[data-fields] .error"), function (old) { old.hidden = true; });
  }

  /* Whether something else stands in the fields than the page came with: typed before this script was there. */
  function differs() {
    return inputs.some(function (input) {
      return isBox(input) ? input.checked !== input.defaultChecked : input.value !== input.defaultValue;
    });
  }

  refresh();
  return { collect: collect, differs: differs, fill: fill, settle: settle, takeBack: takeBack, mark: mark };
}
