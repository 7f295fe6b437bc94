/** Comparisons, and, or, not with three values (missing is "not known"), and choices. */

import { named, one } from "./node.js";
import { Absent, kindOf, MISSING, refuse, repr, same, STATES } from "./value.js";

const SUBSTITUTES = Object.fromEntries(
  STATES.slice(1).map((state) => [state, { holds: "scalar" }]),
);

function lookUp(node, scope, name) {
  const found = named(scope, name, node.path);
  const counts = found instanceof Absent && Object.hasOwn(node.options, found.state);
  return counts ? node.options[found.state] : found;
}

const stateOf = (found) => (found instanceof Absent ? found.state : "answered");

function each(node, scope) {
  if (scope.element === null) {
    throw refuse(node.path, "There is no element to look at.", "Use `each` inside a `where`.");
  }
  return node.options.what === "value" ? scope.element : stateOf(scope.element);
}

export const CONSTANT = {
  name: "constant",
  shape: "one",
  gives: "any",
  wants: "any",
  options: {},
  compute: (node) => node.options.value ?? MISSING,
};

function equality(equal) {
  return (node, scope) => {
    const [first, other] = node.args.map((argument) => one(scope, argument));
    if (first instanceof Absent || other instanceof Absent) return MISSING;
    const kinds = [kindOf(first), kindOf(other)];
    if (kinds[0] !== kinds[1]) {
      const message =
        `A ${kinds[0]} (${repr(first)}) is compared with a ${kinds[1]} (${repr(other)}).`;
      throw refuse(node.path, message, "Compare values of the same kind.");
    }
    return (first === other) === equal;
  };
}

/** A truth about numbers; missing if one of them is. */
function onNumbers(compare) {
  return (node, scope) => {
    const found = node.args.map((argument) => one(scope, argument, "number"));
    return found.some((value) => value instanceof Absent) ? MISSING : compare(...found);
  };
}

function isIn(node, scope) {
  const value = one(scope, node.args[0]);
  if (value instanceof Absent) return MISSING;
  return node.options.options.some((option) => same(value, option));
}

/** Stop at the first decisive argument; else missing if one is; else the other truth. */
function decide(decisive) {
  return (node, scope) => {
    let unknown = false;
    for (const argument of node.args) {
      const found = one(scope, argument, "truth");
      if (found === decisive) return decisive;
      unknown ||= found instanceof Absent;
    }
    return unknown ? MISSING : !decisive;
  };
}

function not(node, scope) {
  const found = one(scope, node.args[0], "truth");
  return found instanceof Absent ? MISSING : !found;
}

function firstAnswered(node, scope) {
  for (const argument of node.args) {
    const found = one(scope, argument);
    if (!(found instanceof Absent)) return found;
  }
  return MISSING;
}

function choose(node, scope) {
  const [condition, then, otherwise] = node.args;
  const truth = one(scope, condition, "truth");
  return truth instanceof Absent ? MISSING : one(scope, truth ? then : otherwise);
}

function cases(node, scope) {
  for (let index = 0; index < node.args.length; index += 2) {
    const truth = one(scope, node.args[index], "truth");
    if (truth instanceof Absent) return MISSING;
    if (truth) return one(scope, node.args[index + 1]);
  }
  return node.options.otherwise ? one(scope, node.options.otherwise) : MISSING;
}

const truth = (compute, rest) => ({ gives: "truth", wants: "any", options: {}, compute, ...rest });
const order = (compare) => truth(onNumbers(compare), { shape: "two", wants: "number" });
const any = (compute, rest) => ({ ...truth(compute, rest), gives: "any" });

export const LOGIC = {
  value: any((node, scope) => lookUp(node, scope, node.options.names[0]), {
    shape: "name",
    options: SUBSTITUTES,
  }),
  values: {
    ...any((node, scope) => node.options.names.map((name) => lookUp(node, scope, name)), {
      shape: "names",
      options: SUBSTITUTES,
    }),
    gives: "list",
  },
  state: {
    ...any((node, scope) => stateOf(named(scope, node.options.names[0], node.path)), {
      shape: "name",
    }),
    gives: "text",
  },
  each: any(each, { shape: "each" }),
  equals: truth(equality(true), { shape: "two" }),
  differs: truth(equality(false), { shape: "two" }),
  less_than: order((a, b) => a < b),
  at_most: order((a, b) => a <= b),
  more_than: order((a, b) => a > b),
  at_least: order((a, b) => a >= b),
  between: truth(
    onNumbers((value, low, high) => low <= value && value <= high),
    { shape: "three", wants: "number" },
  ),
  in: truth(isIn, { shape: "one", options: { options: { holds: "scalars", required: true } } }),
  and: truth(decide(false), { shape: "several", wants: "truth" }),
  or: truth(decide(true), { shape: "several", wants: "truth" }),
  not: truth(not, { shape: "one", wants: "truth" }),
  is_missing: truth((node, scope) => one(scope, node.args[0]) instanceof Absent, { shape: "one" }),
  first_answered: any(firstAnswered, { shape: "several" }),
  if: any(choose, { shape: "three" }),
  cases: any(cases, { shape: "cases", options: { otherwise: { holds: "node" } } }),
};
