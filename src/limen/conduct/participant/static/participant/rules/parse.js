/** From a tree of plain data to nodes: all that is wrong with it at once, each with its place. */

import { CONSTANT, LOGIC } from "./logic.js";
import { Node } from "./node.js";
import { NUMBERS } from "./numbers.js";
import { READERS, Unfit } from "./option.js";
import { isMapping, isScalar, kindOf, repr } from "./value.js";

const DEEPEST = 32; // levels of operators inside operators
const LARGEST = 5000; // nodes
const COUNTS = { one: [1, 1], two: [2, 2], three: [3, 3], several: [1, null], list: [1, null] };
const ELEMENTWISE = ["reverse", "recode", "lookup_table", "band", "linear_map"];

/** All operators of the rule language, by name. */
export const OPERATORS = Object.fromEntries(
  Object.entries({ ...LOGIC, ...NUMBERS }).map(([name, operator]) => [name, { ...operator, name }]),
);

const isName = (found) => typeof found === "string" && found !== "";
const nothing = (path) => new Node(CONSTANT, { options: { value: null }, path });

export class Parser {
  problems = [];
  #nodes = 0;

  /** The node of a tree; `inside` a `where`, `each` may be used. */
  node(tree, path, depth = 0, inside = false) {
    this.#nodes += 1;
    if (depth > DEEPEST || this.#nodes > LARGEST) return this.#tooBig(path, depth);
    if (isMapping(tree)) return this.#operation(tree, path, depth, inside);
    if (tree !== null && !isScalar(tree)) {
      this.#wrong(path, `${described(tree)} is no rule.`, "Write {operator: arguments}.");
      return nothing(path);
    }
    return new Node(CONSTANT, { options: { value: tree }, path });
  }

  #tooBig(path, depth) {
    if (!this.problems.some((problem) => problem.message.includes("at most"))) {
      const limit = depth > DEEPEST ? `${DEEPEST} levels deep` : `${LARGEST} nodes large`;
      this.#wrong(path, `A rule may be at most ${limit}.`, "Split it, or use `cases`.");
    }
    return nothing(path);
  }

  #wrong(path, message, remedy = "") {
    this.problems.push({ path, message, remedy });
  }

  #operation(tree, path, depth, inside) {
    const operator = this.#operator(tree, path);
    if (!operator) return nothing(path);
    const here = path ? `${path}.${operator.name}` : operator.name;
    const options = this.#options(operator, tree, path, depth, inside);
    const operand = tree[operator.name];
    if (operator.shape === "name" || operator.shape === "names") {
      options.names = this.#names(operator, operand, here);
      return new Node(operator, { options, path: here });
    }
    if (operator.shape === "each") {
      options.what = this.#each(operand, here, inside);
      return new Node(operator, { options, path: here });
    }
    const args = this.#arguments(operator, operand, here, depth, inside);
    this.#checkKinds(operator, args);
    return new Node(operator, { args, options, path: here });
  }

  #operator(tree, path) {
    const keys = Object.keys(tree);
    const known = keys.find((key) => Object.hasOwn(OPERATORS, key));
    if (known) return OPERATORS[known];
    if (!keys.length) {
      this.#wrong(path, "An empty mapping is no rule.", "Write {operator: arguments}.");
      return null;
    }
    const place = path ? `${path}.${keys[0]}` : keys[0];
    const remedy = `Use ${Object.keys(OPERATORS).join(", ")}.`;
    this.#wrong(place, `There is no operator ${repr(keys[0])}.`, remedy);
    return null;
  }

  #options(operator, tree, path, depth, inside) {
    const options = {};
    for (const [key, found] of Object.entries(tree)) {
      if (key === operator.name) continue;
      const place = path ? `${path}.${key}` : key;
      const option = Object.hasOwn(operator.options, key) ? operator.options[key] : null;
      if (!option) this.#wrong(place, `${repr(operator.name)} has no ${repr(key)}.`);
      else if (option.holds === "node" || option.holds === "where") {
        options[key] = this.node(found, place, depth + 1, inside || option.holds === "where");
        this.#oneValue(options[key]);
        this.#kind(options[key], option.gives ?? "any");
      } else this.#read(options, key, option, found, place);
    }
    for (const [key, option] of Object.entries(operator.options)) {
      if (!option.required || Object.hasOwn(tree, key)) continue;
      const here = path ? `${path}.${operator.name}` : operator.name;
      this.#wrong(here, `${repr(operator.name)} needs ${repr(key)}.`);
    }
    return options;
  }

  #read(options, key, option, found, place) {
    try {
      options[key] = READERS[option.holds](found);
    } catch (unfit) {
      if (!(unfit instanceof Unfit)) throw unfit;
      this.#wrong(place, `${repr(key)} ${unfit.message}.`, `It is ${repr(found)}.`);
    }
  }

  #names(operator, operand, here) {
    if (operator.shape === "name") {
      if (isName(operand)) return [operand];
      this.#wrong(here, `${repr(operand)} is no name.`);
    } else {
      if (Array.isArray(operand) && operand.length && operand.every(isName)) return operand;
      this.#wrong(here, "'values' takes a list of names.");
    }
    return [""];
  }

  #each(operand, here, inside) {
    if (operand !== "value" && operand !== "state") {
      this.#wrong(here, `'each' takes value or state, not ${repr(operand)}.`);
    }
    if (!inside) {
      this.#wrong(here, "'each' is used outside a `where`.", "Use {value: NAME} instead.");
    }
    return operand;
  }

  #arguments(operator, operand, here, depth, inside) {
    if (operator.shape === "cases") return this.#cases(operand, here, depth, inside);
    if (operator.shape === "one" || (operator.shape === "list" && isMapping(operand))) {
      return [this.node(operand, here, depth + 1, inside)];
    }
    const [least, most] = COUNTS[operator.shape];
    const isList = Array.isArray(operand);
    if (!isList || operand.length < least || (most && operand.length > most)) {
      const wanted = most ? `exactly ${most}` : `at least ${least}`;
      const got = isList ? `${operand.length}` : described(operand);
      this.#wrong(here, `${repr(operator.name)} takes a list of ${wanted}; it has ${got}.`);
      if (!isList) return [];
    }
    return operand.map((tree, index) => this.node(tree, `${here}[${index}]`, depth + 1, inside));
  }

  #cases(operand, here, depth, inside) {
    if (!Array.isArray(operand) || !operand.length) {
      this.#wrong(here, "'cases' takes a list of [condition, result].");
      return [];
    }
    return operand.flatMap((pair, index) => {
      const place = `${here}[${index}]`;
      if (!Array.isArray(pair) || pair.length !== 2) {
        this.#wrong(place, "A case is [condition, result].");
        return [];
      }
      return pair.map((side, at) => this.node(side, `${place}[${at}]`, depth + 1, inside));
    });
  }

  #checkKinds(operator, args) {
    const conditions =
      { if: args.slice(0, 1), cases: args.filter((_, index) => index % 2 === 0) }[operator.name] ??
      [];
    for (const argument of args) {
      if (operator.shape !== "list" && !ELEMENTWISE.includes(operator.name)) {
        this.#oneValue(argument);
      }
      this.#kind(argument, conditions.includes(argument) ? "truth" : operator.wants);
    }
    if (["equals", "differs"].includes(operator.name) && args.length === 2) {
      const [one, other] = args.map(staticKind);
      if (one !== "any" && other !== "any" && one !== other) {
        this.#wrong(args[1].path, `A ${one} is compared with a ${other}.`);
      }
    }
  }

  #oneValue(node) {
    if (givesList(node)) this.#wrong(node.path, "This is a list where one value is needed.");
  }

  #kind(node, wanted) {
    const found = staticKind(node);
    if (wanted !== "any" && !["any", "list", wanted].includes(found)) {
      this.#wrong(node.path, `This is a ${found}, and a ${wanted} is needed.`);
    }
  }
}

function givesList(node) {
  if (ELEMENTWISE.includes(node.operator.name) && node.args.length) return givesList(node.args[0]);
  return node.operator.gives === "list";
}

/** The kind that a node gives whatever the values are, or `any`. */
function staticKind(node) {
  if (node.operator !== CONSTANT) return node.operator.gives;
  return node.options.value === null ? "any" : kindOf(node.options.value);
}

function described(found) {
  if (Array.isArray(found)) return "a list";
  if (found === null || found === undefined) return "nothing";
  const number = Number.isInteger(found) ? "int" : "float";
  return `${repr(found)} (${{ boolean: "bool", string: "str", number }[typeof found] ?? "dict"})`;
}
