/** The shared cases of the rule language, run in JavaScript. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { parseRule, RuleError } from "../../../src/limen/conduct/participant/static/participant/rules.js";

const file = new URL("../../../src/limen/rules/conformance.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf-8"));

function outcome({ rule, values }) {
  let parsed;
  try {
    parsed = parseRule(rule);
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { error: "malformed", path: error.problems[0].path };
  }
  try {
    return { expected: parsed.evaluate(values) };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { error: "cannot_evaluate", path: error.problems[0].path };
  }
}

for (const one of cases) {
  test(one.id, () => {
    const found = outcome(one);
    if (typeof one.expected === "number") {
      assert.equal(typeof found.expected, "number");
      const tolerance = 1e-9 * Math.abs(one.expected);
      assert.ok(Math.abs(found.expected - one.expected) <= tolerance, `${found.expected}`);
    } else if ("error" in one) {
      assert.deepEqual(found, { error: one.error, path: one.path });
    } else {
      assert.strictEqual(found.expected, one.expected);
    }
  });
}

test("there are as many cases as the language needs", () => assert.ok(cases.length >= 120));

test("a name of the language's own objects is no value", () => {
  for (const name of ["constructor", "__proto__", "toString"]) {
    assert.equal(parseRule({ value: name }).evaluate({}), null);
    assert.throws(() => parseRule({ [name]: 1 }), RuleError);
  }
});
