/**
 * A slider that suggests nothing: until it is touched there is no thumb, and never a filled track.
 *
 * A native range does the work for keyboards and assistive technology. Fingers and mice use the
 * whole track, because not every browser moves a native thumb by a tap. The answer itself stays in
 * the number field that the plain form has.
 */

import { placeOf, spoken, valueAt } from "./slider.js";

/** Draw a question's slider; `onRelease` is told when a finger has left it. */
export function drawSlider(fieldset, question, words, onRelease) {
  const field = fieldset.querySelector("input[type=number]");
  const range = rangeOf(question, fieldset);
  const track = make("div", "track");
  track.append(make("span", "line"), range);
  for (const label of question.labels) track.append(tick(question, label));
  const box = make("div", "slider");
  box.append(track, endsOf(question));
  field.before(box);
  field.hidden = true;
  fieldset.querySelector(".typed-hint")?.setAttribute("hidden", "");

  const put = (value) => {
    field.value = String(value);
    refresh();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const refresh = () => {
    const isAnswered = field.value !== "";
    box.classList.toggle("answered", isAnswered);
    if (isAnswered) range.value = field.value;
    const value = Number(range.value);
    const says = isAnswered ? spoken(value, question.labels, words.between) : words.unanswered;
    range.setAttribute("aria-valuetext", says);
  };
  range.addEventListener("input", (event) => {
    event.stopPropagation(); // the field tells the form
    put(Number(range.value));
  });
  range.addEventListener("keydown", (event) => {
    if (event.key !== " ") return; // the place where it stands is an answer too
    event.preventDefault();
    put(Number(range.value));
  });
  listen(track, range, question, put, onRelease);
  refresh();
  return { refresh };
}

function listen(track, range, question, put, onRelease) {
  let pointer = null;
  let start = null;
  const move = (event) => {
    const { left, width } = track.getBoundingClientRect();
    const isRtl = getComputedStyle(track).direction === "rtl";
    put(valueAt(event.clientX - left, width, question, isRtl));
  };
  track.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pointer = event.pointerId;
    start = event.clientX;
    track.setPointerCapture(pointer);
    if (event.pointerType === "mouse") event.preventDefault(); // no text is selected
  });
  track.addEventListener("pointermove", (event) => {
    if (event.pointerId === pointer && Math.abs(event.clientX - start) > 3) move(event);
  });
  track.addEventListener("pointerup", (event) => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    move(event);
    range.focus({ preventScroll: true, focusVisible: false });
    onRelease();
  });
  track.addEventListener("pointercancel", () => (pointer = null)); // the page was scrolled
}

function rangeOf(question, fieldset) {
  const range = document.createElement("input");
  range.type = "range";
  range.min = question.low;
  range.max = question.high;
  range.step = question.step || 1;
  range.value = (question.low + question.high) / 2; // where the keyboard starts; nobody sees it
  range.setAttribute("aria-labelledby", `${fieldset.id}-words`);
  return range;
}

function tick(question, label) {
  const mark = make("span", "tick");
  mark.style.setProperty("--at", `${placeOf(Number(label.value), question)}%`);
  return mark;
}

function endsOf(question) {
  const ends = make("div", "scale");
  for (const label of question.labels) {
    const words = make("span");
    words.textContent = label.words;
    ends.append(words);
  }
  ends.setAttribute("aria-hidden", "true");
  return ends;
}

function make(tag, className = "") {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
