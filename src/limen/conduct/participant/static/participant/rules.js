/**
 * Limen's rule language, as `limen.rules` has it: rules are plain data, parsed once, and nothing in
 * them is ever executed. The server decides; the page uses this to know what to ask next.
 *
 * Both must pass `limen/rules/conformance.json`, and the tests compare their errors too. What JSON
 * does not keep apart cannot be told apart here: 1 and 1.0 are one number.
 */

import { Parser } from "./rules/parse.js";
import { Absent, refuse, repr, RuleError } from "./rules/value.js";
import { of, scopeOf } from "./rules/node.js";

export { RuleError };

/** A rule: evaluated on any values, `{name: scalar | null | {state, value}}`. */
export class Rule {
  constructor(tree, root) {
    this.tree = tree;
    this.root = root;
  }

  /** The names that the rule refers to. */
  names() {
    return new Set([...this.root.walk()].flatMap((node) => node.options.names ?? []));
  }

  /** The result, or null if it is missing; throws `RuleError` for values that do not fit. */
  evaluate(values) {
    const result = of(this.root, scopeOf(values));
    if (Array.isArray(result)) {
      throw refuse("", "The rule gives a list.", "Make one value of it, e.g. with `sum`.");
    }
    return result instanceof Absent ? null : result;
  }

  /** Whether the rule is true; a missing result is not, one that is no truth is an error. */
  holds(values) {
    const result = this.evaluate(values);
    if (result !== null && typeof result !== "boolean") {
      throw refuse("", `The rule gives ${repr(result)}, which is neither true nor false.`);
    }
    return result === true;
  }
}

/** The rule that a tree of plain data describes; throws `RuleError` with all that is wrong. */
export function parseRule(tree, path = "") {
  const parser = new Parser();
  const root = parser.node(tree, path);
  if (parser.problems.length) throw new RuleError("The rule is malformed.", parser.problems);
  return new Rule(tree, root);
}
