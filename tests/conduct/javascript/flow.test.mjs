/** What is asked next, what is wrong, and what is sent. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  following,
  isBegun,
  look,
  open,
  preceding,
  prepare,
  problem,
  progress,
  unasked,
} from "../../../src/limen/conduct/participant/static/participant/sheet/flow.js";

const question = (key, more = {}) => ({
  key,
  kind: "scale",
  words: key,
  low: 0,
  high: 4,
  step: 1,
  labels: [],
  hint: "",
  unit: "",
  optional: false,
  longest: 0,
  asked_if: null,
  unasked: "skipped",
  declines: `declined:${key}`,
  ...more,
});

const sheet = prepare({
  context: { time_zone: "Europe/Riga" },
  sections: [
    {
      id: "one",
      checks: [
        {
          key: "b",
          rule: { at_least: [{ value: "c" }, { value: "a" }] },
          words: "Not before the first.",
        },
      ],
      questions: [
        question("a"),
        question("b", { asked_if: { equals: [{ value: "a" }, 1] } }),
        question("c", { kind: "whole", high: 10 }),
        question("d", { kind: "text", optional: true, low: null, high: null }),
        question("e", { asked_if: { equals: [{ state: "b" }, "skipped"] } }),
      ],
    },
  ],
});

test("what is asked follows from the answers", () => {
  const keys = (entries) => look(sheet, entries).asked.map((one) => one.key);
  assert.deepEqual(keys({}), ["a", "b", "c", "d"]); // what cannot be decided is asked
  assert.deepEqual(keys({ a: "1" }), ["a", "b", "c", "d"]);
  assert.deepEqual(keys({ a: "0" }), ["a", "c", "d", "e"]);
});

test("forward and back leave out what is not asked", () => {
  assert.equal(following(sheet, { a: "0" }, "a").key, "c");
  assert.equal(following(sheet, { a: "1" }, "a").key, "b");
  assert.equal(preceding(sheet, { a: "0" }, "c").key, "a");
  assert.equal(preceding(sheet, { a: "0" }, "a"), null);
  assert.equal(preceding(sheet, { a: "0" }, null).key, "e");
  assert.equal(following(sheet, { a: "0" }, "e"), null);
  assert.equal(following(sheet, {}, null).key, "a");
});

test("progress counts what is asked", () => {
  assert.deepEqual(progress(sheet, { a: "0" }, "c"), { number: 2, of: 4 });
  assert.deepEqual(progress(sheet, { a: "0" }, null), { number: 4, of: 4 });
});

test("an answer that cannot be seen any more is not sent", () => {
  assert.deepEqual(unasked(sheet, { a: "0", b: "3" }), ["b", "declined:b"]);
});

test("faults stand at their question, in words where a check fails", () => {
  assert.deepEqual(problem(sheet, {}, "a"), { fault: "missing" });
  assert.equal(problem(sheet, { a: "declined:a" }, "a"), null);
  assert.equal(problem(sheet, { "declined:c": "1" }, "c"), null);
  assert.equal(problem(sheet, {}, "d"), null);
  assert.deepEqual(problem(sheet, { c: "11" }, "c"), { fault: "range" });
  assert.deepEqual(problem(sheet, { c: "1.5" }, "c"), { fault: "whole" });
  assert.deepEqual(problem(sheet, { c: "many" }, "c"), { fault: "number" });
  const contradiction = { a: "1", b: "2", c: "0" };
  assert.deepEqual(problem(sheet, contradiction, "b"), { words: "Not before the first." });
});

test("nothing is open once everything asked is answered or declined", () => {
  const open0 = open(sheet, { a: "1", c: "2" }).map((one) => one.key);
  assert.deepEqual(open0, ["b"]);
  assert.deepEqual(open(sheet, { a: "1", b: "declined:b", c: "2" }), []);
});

test("nothing is filled in beforehand, and a first answer is noticed", () => {
  assert.equal(isBegun(sheet, {}), false);
  assert.equal(isBegun(sheet, { a: "0" }), true);
});

test("a clock is minutes, a comma is a point, a blank is missing", () => {
  const other = prepare({
    sections: [
      {
        id: "x",
        checks: [],
        questions: [question("t", { kind: "clock" }), question("n", { kind: "number", high: 9 })],
      },
    ],
  });
  const { values } = look(other, { t: "23:30", n: " 1,5 " });
  assert.deepEqual(values, { t: 1410, n: 1.5 });
  assert.deepEqual(look(other, { t: "25:00", n: " " }).values, { t: null, n: null });
});
