/** What may stand under each option of an operator: readers that return it, or throw `Unfit`. */

import { isMapping, isNumber, isScalar, repr, STATES } from "./value.js";

export class Unfit extends Error {}

function check(fits, message) {
  if (!fits) throw new Unfit(message);
}

function scalar(found) {
  check(isScalar(found), "must be a number, a text, true or false");
  return found;
}

function scalars(found) {
  const fits = Array.isArray(found) && found.length > 0 && found.every(isScalar);
  check(fits, "must be a list of numbers, texts, true or false, with at least one");
  return found;
}

function pairsOf(found, old, what) {
  check(Array.isArray(found) && found.length, `must be a list of ${what}, with at least one`);
  for (const pair of found) {
    const fits = Array.isArray(pair) && pair.length === 2 && old(pair[0]);
    check(fits, `must be a list of ${what}; ${repr(pair)} is none`);
  }
  const firsts = new Set(found.map((pair) => `${typeof pair[0]} ${pair[0]}`));
  check(firsts.size === found.length, "must not have the same first element twice");
  return found;
}

function pairs(found) {
  const made = pairsOf(found, isScalar, "[old, new]");
  const fits = made.every(([, next]) => next === null || isScalar(next));
  check(fits, "must have a number, a text, true, false or null as the second of each pair");
  return made;
}

function numberPairs(found) {
  const made = pairsOf(found, isNumber, "[number, number]");
  check(made.every(([, next]) => isNumber(next)), "must be a list of [number, number]");
  return made;
}

function bands(found) {
  const made = pairsOf(found, isNumber, "[lowest value, name]");
  const sorted = made.every(([low], index) => index === 0 || made[index - 1][0] <= low);
  check(sorted, "must have the lowest band first");
  check(made.every(([, name]) => isScalar(name)), "must give each band a name (or a number)");
  return made;
}

function range(found) {
  const fits = Array.isArray(found) && found.length === 2 && found.every(isNumber);
  check(fits, "must be two numbers, [low, high]");
  check(found[0] !== found[1], "must be two different numbers");
  return found;
}

function whole(found) {
  const fits = Number.isInteger(found) && found >= 0 && found <= 9;
  check(fits, "must be a whole number from 0 to 9");
  return found;
}

function states(found) {
  const reasons = STATES.slice(1);
  const fits = Array.isArray(found) && found.every((state) => reasons.includes(state));
  check(fits, `must be a list out of ${reasons.join(", ")}`);
  return found;
}

function unit(found) {
  const units = ["seconds", "minutes", "hours", "days"];
  check(units.includes(found), `must be one of ${units.join(", ")}`);
  return found;
}

export const STRICT = { kind: "strict", most: 0 };

function policy(...kinds) {
  const wanted = ["strict", ...kinds.map((kind) => `{${kind}: k}`)].join(" or ");
  return (found) => {
    if (found === "strict") return STRICT;
    if (isMapping(found) && Object.keys(found).length === 1) {
      const [[kind, most]] = Object.entries(found);
      if (kinds.includes(kind) && Number.isInteger(most) && most >= 0) return { kind, most };
    }
    throw new Unfit(`must be ${wanted}, with k a whole number`);
  };
}

export const READERS = {
  scalar,
  scalar_or_null: (found) => (found === null ? null : scalar(found)),
  scalars,
  pairs,
  number_pairs: numberPairs,
  bands,
  range,
  whole,
  states,
  unit,
  policy: policy("prorate", "ignore"),
  policy_ignore: policy("ignore"),
};
