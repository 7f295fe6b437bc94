/** A parsed rule is a tree of nodes; a scope is what a node is computed in. */

import { Absent, finite, kindOf, read, refuse, repr } from "./value.js";

/** An operator with its arguments and options, and where it stands in the rule. */
export class Node {
  constructor(operator, { args = [], options = {}, path = "" } = {}) {
    this.operator = operator;
    this.args = args;
    this.options = options;
    this.path = path;
  }

  *walk() {
    yield this;
    const below = Object.values(this.options).filter((option) => option instanceof Node);
    for (const node of [...this.args, ...below]) yield* node.walk();
  }
}

/** The values that a rule is evaluated on, and the element that a `where` looks at. */
export const scopeOf = (values, element = null) => ({ values, element });

export const of = (node, scope) => node.operator.compute(node, scope);

export const named = (scope, name, path) => read(scope.values, name, path);

/** A value if it is absent or of this kind; an error otherwise. */
export function expect(value, kind, path) {
  if (value instanceof Absent) return value;
  const found = kindOf(value);
  if (kind !== "any" && kind !== found) {
    throw refuse(path, `${repr(value)} is a ${found}, and a ${kind} is needed.`);
  }
  return found === "number" ? finite(value, path) : value;
}

/** Compute a node that gives one value. */
export function one(scope, node, kind = "any") {
  const found = of(node, scope);
  if (Array.isArray(found)) {
    throw refuse(node.path, "This is a list where one value is needed.");
  }
  return expect(found, kind, node.path);
}

/** Compute all arguments of a node; lists among them are spliced in. */
export function several(scope, node, kind = "any") {
  return node.args.flatMap((argument) => {
    const value = of(argument, scope);
    const singles = Array.isArray(value) ? value : [value];
    return singles.map((single) => expect(single, kind, argument.path));
  });
}
