/** Rules and values come in as JSON; what became of each goes out, errors in full. */

import { readFileSync } from "node:fs";

import { parseRule } from "../../../src/limen/conduct/participant/static/participant/rules.js";

function outcome({ rule, values }) {
  let parsed;
  try {
    parsed = parseRule(rule);
  } catch (error) {
    return ["malformed", error.problems.map(({ path, message }) => [path, message])];
  }
  try {
    return ["result", parsed.evaluate(values)];
  } catch (error) {
    return ["cannot_evaluate", error.problems.map(({ path, message }) => [path, message])];
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(outcome)));
