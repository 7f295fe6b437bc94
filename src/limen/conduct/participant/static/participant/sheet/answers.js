/** From what a form holds (texts) to values that rules see, and to what is still open. */

const NUMERIC = ["scale", "slider", "whole", "number"];
const CLOCK = /^([01][0-9]|2[0-3]):([0-5][0-9])$/;
const NUMBER = /^[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)$/;

/** Whether somebody chose "prefer not to say": a field of its own, or the answer itself. */
export function isDeclined(question, entries) {
  const sent = (entries[question.key] ?? "").trim();
  return sent === question.declines || (entries[question.declines] ?? "").trim() !== "";
}

/** What was written or chosen, as text; empty if nothing was. */
export function written(question, entries) {
  const text = (entries[question.key] ?? "").trim();
  return text === question.declines ? "" : text;
}

/** Whether a question has an answer, or was declined. */
export function isSettled(question, entries) {
  return written(question, entries) !== "" || isDeclined(question, entries);
}

/** The answer to a question as rules see it: a value, or a state. */
export function valueOf(question, entries) {
  if (isDeclined(question, entries)) return { state: "declined" };
  const text = written(question, entries);
  if (text === "") return null;
  if (question.kind === "clock") {
    const found = CLOCK.exec(text);
    return found ? 60 * Number(found[1]) + Number(found[2]) : null;
  }
  if (!NUMERIC.includes(question.kind)) return text;
  return NUMBER.test(text) ? Number(text.replace(",", ".")) : null;
}

/** What is wrong with one answer by itself: `missing`, `number`, `whole`, `range`, or null. */
export function fault(question, entries) {
  if (isDeclined(question, entries)) return null;
  const text = written(question, entries);
  if (text === "") return question.optional ? null : "missing";
  if (!NUMERIC.includes(question.kind)) return null;
  const value = valueOf(question, entries);
  if (value === null) return "number";
  if (question.kind === "whole" && !Number.isInteger(value)) return "whole";
  const low = question.low ?? -Infinity;
  const high = question.high ?? Infinity;
  return value < low || value > high ? "range" : null;
}
