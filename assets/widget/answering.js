// What a question can be answered with, beside words: buttons, points, a list; and the right input for the words.

import { $, button, element, join, mark, plain, put } from "./page.js";

const NOTHING = { parts: [], control: "none", chosen: () => null, lacksWords: () => false, label: () => "" };

/**
 * Return the controls of a question.
 *
 * parts         the elements to show
 * chosen()      what is pressed and not yet sent: a value, a list of values, or null
 * lacksWords()  whether the option of one's own is pressed, so that the words typed are its words
 * label()       the labels of what is pressed
 *
 * `answer(value, label)` sends an answer, `done()` sends what is pressed, `changed()` hears of each press. `pressed` are
 * the values that are pressed at first.
 */
export function controls(question, { words, pressed, answer, done, changed } = {}) {
  if (!question) return NOTHING;
  const make = { one, points: one, several, list }[question.control];
  return make ? make(question, { words, pressed: new Set(pressed), answer, done, changed }) : NOTHING;
}

/** One press is the answer; only the option of one's own waits for its words. */
function one(question, { pressed, answer, changed }) {
  const own = question.options.find((option) => option.own);
  const waits = () => Boolean(own && pressed.has(own.value));
  const parts = question.options.map((option) => {
    const numbered = question.control === "points";
    const made = button(numbered ? option.value : option.label, "choice", () => {
      if (option !== own) return answer(option.value, option.label);
      if (!pressed.delete(own.value)) pressed.add(own.value);
      made.setAttribute("aria-pressed", waits());
      changed();
      if (waits()) $("said").focus();
    });
    if (numbered) mark(made, option.label).setAttribute("aria-label", plain(option.label));
    if (option === own) made.setAttribute("aria-pressed", waits());
    return made;
  });
  return {
    parts,
    control: question.control,
    chosen: () => (waits() ? own.value : null),
    lacksWords: waits,
    label: () => (waits() ? own.label : ""),
  };
}

/** Any number of presses, then "Done"; what is chosen alone lets go of the others. */
function several(question, { words, pressed, done, changed }) {
  const own = question.options.find((option) => option.own);
  const buttons = question.options.map((option) => button(option.label, "choice", () => {
    const on = !pressed.delete(option.value);
    if (on) {
      for (const other of question.options) {
        if (option.alone || other.alone) pressed.delete(other.value);
      }
      pressed.add(option.value);
    }
    show();
    changed();
  }));
  const show = () => question.options.forEach((option, at) => {
    buttons[at].setAttribute("aria-pressed", pressed.has(option.value));
  });
  show();
  const chosen = () => question.options.filter((option) => pressed.has(option.value));
  return {
    parts: [...buttons, button(words.done, "composer__send choices__done", done)],
    control: question.control,
    chosen: () => (pressed.size ? chosen().map((option) => option.value) : null),
    lacksWords: () => Boolean(own && pressed.has(own.value)),
    label: () => join(chosen().map((option) => option.label), words.comma),
  };
}

/** A list for what would be too many buttons, then "Done". */
function list(question, { words, pressed, done }) {
  const select = element("select", "choices__list");
  select.id = "choices-list";
  select.setAttribute("aria-labelledby", "choices-legend");
  select.append(new Option(words.choose, ""));
  select.append(...question.options.map(({ label, value }) => mark(new Option(plain(label), value), label)));
  select.value = [...pressed][0] || "";
  return {
    parts: [select, button(words.done, "composer__send choices__done", done)],
    control: question.control,
    chosen: () => select.value || null,
    lacksWords: () => false,
    label: () => (question.options.find((option) => option.value === select.value) || { label: "" }).label,
  };
}

/** Let words be typed with the keys that suit the question; what was typed and the focus stay. */
export function suit(question) {
  const wanted = (question && question.field) || { kind: "box", type: "text", mode: "text", autocomplete: "off" };
  const before = $("said");
  let said = before;
  if ((before.tagName === "TEXTAREA") !== (wanted.kind === "box")) {
    said = document.createElement(wanted.kind === "box" ? "textarea" : "input");
    for (const name of ["id", "enterkeyhint", "dir", "aria-describedby"]) {
      if (before.hasAttribute(name)) said.setAttribute(name, before.getAttribute(name));
    }
    if (wanted.kind === "box") said.rows = 1;
    said.value = before.value;
    const focused = document.activeElement === before;
    before.replaceWith(said);
    if (focused) said.focus({ preventScroll: true });
  }
  if (wanted.kind !== "box") said.type = wanted.type;
  said.setAttribute("inputmode", wanted.mode);
  said.setAttribute("autocomplete", wanted.autocomplete);
  for (const side of ["before", "after"]) {
    const sign = $(`sign-${side}`);
    put(sign, (question && question[side]) || "");
    sign.hidden = !sign.textContent;
  }
}
