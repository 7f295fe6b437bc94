/** Arithmetic, many into one, one into another, and time between two moments. */

import { toUtc } from "./clock.js";
import { expect, of, one, scopeOf, several } from "./node.js";
import { STRICT } from "./option.js";
import { Absent, finite, MISSING, refuse, repr, same } from "./value.js";

const absent = (value) => value instanceof Absent;
const add = (numbers) => numbers.reduce((total, number) => total + number, 0);

function arithmetic(shape, compute, options = {}) {
  const computed = (node, scope) => {
    const found = node.args.map((argument) => one(scope, argument, "number"));
    if (found.some(absent)) return MISSING;
    const result = compute(found, node.options);
    return result === null ? MISSING : finite(result, node.path);
  };
  return { shape, gives: "number", wants: "number", options, compute: computed };
}

function roundHalfUp([number], { digits = 0 }) {
  const scale = Number(`1e${digits}`);
  return Math.floor(number * scale + 0.5) / scale;
}

const leftIn = (node, values) => {
  const out = node.options.leave_out ?? [];
  return values.filter((value) => !(absent(value) && out.includes(value.state)));
};

const policyOf = (node) => node.options.missing ?? STRICT;

/** The numbers and how many are missing; no number at all if too many are. */
function answered(node, scope) {
  const values = leftIn(node, several(scope, node, "number"));
  const numbers = values.filter((value) => !absent(value));
  const missing = values.length - numbers.length;
  return [missing <= policyOf(node).most ? numbers : [], missing];
}

function sum(node, scope) {
  const [numbers, missing] = answered(node, scope);
  if (!numbers.length) return MISSING;
  let total = add(numbers);
  if (missing && policyOf(node).kind === "prorate") {
    total = (total / numbers.length) * (numbers.length + missing);
  }
  return finite(total, node.path);
}

const onAnswered = (compute) => (node, scope) => {
  const [numbers] = answered(node, scope);
  return numbers.length ? finite(compute(numbers), node.path) : MISSING;
};

/** What the `where` says of each element that is left in. */
function truths(node, scope) {
  const elements = leftIn(node, several(scope, node));
  return elements.map((element) => one(scopeOf(scope.values, element), node.options.where, "truth"));
}

function countIf(node, scope) {
  const found = truths(node, scope);
  if (found.filter(absent).length > policyOf(node).most) return MISSING;
  return found.filter((truth) => truth === true).length;
}

const quantifier = (decisive) => (node, scope) => {
  const found = truths(node, scope);
  if (found.includes(decisive)) return decisive;
  return found.some(absent) ? MISSING : !decisive;
};

const LEAVE_OUT = { holds: "states" };

function aggregate(compute, policy) {
  const options = { missing: { holds: policy }, leave_out: LEAVE_OUT };
  return { shape: "list", gives: "number", wants: "number", options, compute };
}

function withWhere(gives, compute, extra = {}) {
  const where = { holds: "where", required: true, gives: "truth" };
  const options = { where, leave_out: LEAVE_OUT, ...extra };
  return { shape: "list", gives, wants: "any", options, compute };
}

/** An operator on one value, or on each value of a list; absent values stay absent. */
function mapping(map, { options, gives = "number", wants = "number" }) {
  const onOne = (node, value) => {
    const found = expect(value, wants, node.args[0].path);
    return absent(found) ? found : map(node, found);
  };
  const compute = (node, scope) => {
    const found = of(node.args[0], scope);
    return Array.isArray(found) ? found.map((value) => onOne(node, value)) : onOne(node, found);
  };
  return { shape: "one", gives, wants, options, compute };
}

function reverse(node, value) {
  const [low, high] = node.options.range;
  if (value < low || value > high) {
    const message = `${repr(value)} is outside ${low} to ${high}.`;
    throw refuse(node.path, message, "Check the answer.");
  }
  return low + high - value;
}

function recode(node, value) {
  const pair = node.options.pairs.find(([old]) => same(old, value));
  if (pair) return pair[1] ?? MISSING;
  if (!Object.hasOwn(node.options, "otherwise")) {
    const known = node.options.pairs.map(([old]) => repr(old)).join(", ");
    const message = `${repr(value)} is not among ${known}.`;
    throw refuse(node.path, message, "Add a pair or `otherwise`.");
  }
  return node.options.otherwise ?? MISSING;
}

function band(node, value) {
  const found = node.options.bands.filter(([low]) => value >= low).at(-1);
  if (found) return found[1];
  const [[lowest]] = node.options.bands;
  throw refuse(node.path, `${repr(value)} is below the lowest band, ${lowest}.`);
}

function linearMap(node, value) {
  const [low, high] = node.options.from;
  const [bottom, top] = node.options.to;
  const share = (value - low) / (high - low);
  return finite(bottom + share * (top - bottom), node.path);
}

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86400 };

function timeBetween(node, scope) {
  const { zone: zoneNode, unit = "minutes" } = node.options;
  const zone = zoneNode ? one(scope, zoneNode, "text") : null;
  const ends = node.args.map((argument) => one(scope, argument, "text"));
  if (absent(zone) || ends.some(absent)) return MISSING;
  const [start, end] = ends.map((text) => toUtc(text, zone, node.path));
  return (end - start) / 1000 / SECONDS[unit];
}

const required = (holds) => ({ holds, required: true });

export const NUMBERS = {
  difference: arithmetic("two", ([a, b]) => a - b),
  ratio: arithmetic("two", ([a, b]) => (b === 0 ? null : a / b)),
  product: arithmetic("several", (numbers) => numbers.reduce((a, b) => a * b, 1)),
  absolute: arithmetic("one", ([a]) => Math.abs(a)),
  round: arithmetic("one", roundHalfUp, { digits: { holds: "whole" } }),
  sum: aggregate(sum, "policy"),
  mean: aggregate(onAnswered((numbers) => add(numbers) / numbers.length), "policy"),
  max_of: aggregate(onAnswered((numbers) => Math.max(...numbers)), "policy_ignore"),
  min_of: aggregate(onAnswered((numbers) => Math.min(...numbers)), "policy_ignore"),
  count_if: withWhere("number", countIf, { missing: { holds: "policy_ignore" } }),
  all: withWhere("truth", quantifier(false)),
  any: withWhere("truth", quantifier(true)),
  count_answered: {
    shape: "list",
    gives: "number",
    wants: "any",
    options: {},
    compute: (node, scope) => several(scope, node).filter((value) => !absent(value)).length,
  },
  reverse: mapping(reverse, { options: { range: required("range") } }),
  recode: mapping(recode, {
    options: { pairs: required("pairs"), otherwise: { holds: "scalar_or_null" } },
    gives: "any",
    wants: "any",
  }),
  lookup_table: mapping(recode, { options: { pairs: required("number_pairs") } }),
  band: mapping(band, { options: { bands: required("bands") }, gives: "any" }),
  linear_map: mapping(linearMap, { options: { from: required("range"), to: required("range") } }),
  time_diff_utc: {
    shape: "two",
    gives: "number",
    wants: "text",
    options: { zone: { holds: "node", gives: "text" }, unit: { holds: "unit" } },
    compute: timeBetween,
  },
};
