/** Where a finger points, in both directions of writing, and what is read out. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  placeOf,
  spoken,
  valueAt,
} from "../../../src/limen/conduct/participant/static/participant/sheet/slider.js";

const percent = { low: 0, high: 100, step: 1 };
const change = { low: -100, high: 100, step: 1 };

test("the ends, the middle and beyond", () => {
  assert.equal(valueAt(0, 300, percent), 0);
  assert.equal(valueAt(150, 300, percent), 50);
  assert.equal(valueAt(300, 300, percent), 100);
  assert.equal(valueAt(-20, 300, percent), 0);
  assert.equal(valueAt(400, 300, percent), 100);
  assert.equal(valueAt(75, 300, change), -50);
});

test("mirrored where text runs from right to left", () => {
  assert.equal(valueAt(0, 300, percent, true), 100);
  assert.equal(valueAt(75, 300, percent, true), 75);
});

test("steps are kept, and a track without a width harms nobody", () => {
  assert.equal(valueAt(100, 300, { low: 0, high: 1, step: 0.1 }), 0.3);
  assert.equal(valueAt(10, 0, percent), 0);
});

test("a place and its value are each other's reverse", () => {
  for (const value of [-100, -50, 0, 33, 100]) {
    assert.equal(valueAt(placeOf(value, change) * 3, 300, change), value);
  }
});

test("words are read out where there are some", () => {
  const labels = [
    { value: "0", words: "Not at all" },
    { value: "100", words: "Extremely" },
  ];
  assert.equal(spoken(0, labels, ""), "Not at all");
  assert.equal(
    spoken(73, labels, "{value}, between “{low}” and “{high}”"),
    "73, between “Not at all” and “Extremely”",
  );
});
