/** What a rule computes with: numbers, truths, texts, and answers that are not there. */

/** Why there is an answer, or why there is none. */
export const STATES = ["answered", "not_applicable", "skipped", "declined", "missing"];

/** All that is wrong, each as `{path, message, remedy}`. */
export class RuleError extends Error {
  constructor(message, problems) {
    super(message);
    this.problems = problems;
  }
}

/** An answer that is not there, and why. */
export class Absent {
  constructor(state = "missing") {
    this.state = state;
  }
}

export const MISSING = new Absent();

export function refuse(path, message, remedy = "") {
  return new RuleError("The rule cannot be evaluated.", [{ path, message, remedy }]);
}

export const isScalar = (found) =>
  typeof found === "number"
    ? Number.isFinite(found)
    : typeof found === "boolean" || typeof found === "string";

export const isNumber = (found) => typeof found === "number" && Number.isFinite(found);

export const isMapping = (found) =>
  typeof found === "object" && found !== null && !Array.isArray(found);

const KINDS = { boolean: "truth", number: "number", string: "text" };

/** `truth`, `number` or `text`; what else it is, in a word, for anything else. */
export function kindOf(value) {
  return KINDS[typeof value] ?? (Array.isArray(value) ? "list" : "dict");
}

/** Whether two values are equal and of the same kind. */
export const same = (one, other) => kindOf(one) === kindOf(other) && one === other;

export function finite(number, path) {
  if (!Number.isFinite(number)) {
    throw refuse(path, "The result is too large to be a number.", "Check the units.");
  }
  return number;
}

/** A value as the messages of `limen.rules` show it. */
export function repr(value) {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return value.includes("'") ? `"${value}"` : `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (typeof value !== "object") return String(value);
  const pairs = Object.entries(value).map(([key, held]) => `${repr(key)}: ${repr(held)}`);
  return `{${pairs.join(", ")}}`;
}

const SHAPE =
  "Give a number, a truth, a text, None, or {'state': S} with S one of " +
  `${STATES.slice(1).join(", ")}.`;

/** What `values` hold under a name: a scalar, or why there is none. */
export function read(values, name, path) {
  let raw = Object.hasOwn(values, name) ? values[name] : null;
  if (isMapping(raw)) {
    const state = Object.hasOwn(raw, "state") ? raw.state : "answered";
    const known = Object.keys(raw).every((key) => key === "state" || key === "value");
    if (!STATES.includes(state) || !known) {
      const message = `${repr(name)} has no state that a rule knows: ${repr(raw)}.`;
      throw refuse(path, message, SHAPE);
    }
    if (state !== "answered") return new Absent(state);
    raw = raw.value;
  }
  if (raw === null || raw === undefined || Number.isNaN(raw)) return MISSING;
  if (!["boolean", "number", "string"].includes(typeof raw)) {
    throw refuse(path, `${repr(name)} is a ${kindOf(raw)}.`, SHAPE);
  }
  return typeof raw === "number" ? finite(raw, path) : raw;
}
