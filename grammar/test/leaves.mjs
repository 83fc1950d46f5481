// The tokens of a Lezer tree, with the classes that our lexer gives to tokens.
import { aggregators, functions } from "../lezer/words.js";

const CLASSES = new Map();
const add = (kind, names) => names.forEach((name) => CLASSES.set(name, kind));
add("Aggregator", aggregators.map(([, node]) => node));
add("Function", functions.flatMap(([, node]) => node ?? []));
add("Function", ["StartFn", "EndFn", "AtStart", "AtEnd", "DurationStep", "DurationRange", "DurationMinOf", "DurationMaxOf"]);
add("Keyword", ["And", "Or", "Unless", "Atan2", "Bool", "By", "Without", "On", "Ignoring", "GroupLeft", "GroupRight"]);
add("Keyword", ["Offset", "Anchored", "Smoothed", "Fill", "FillLeft", "FillRight"]);
add("Operator", ["Add", "Sub", "Mul", "Div", "Mod", "Pow", "Eql", "Neq", "Lte", "Lss", "Gte", "Gtr", "TrimUpper", "TrimLower"]);
add("Operator", ["UnaryOp", "EqlSingle", "EqlRegex", "NeqRegex"]);
add("Punctuation", ["At"]);
add("Comment", ["LineComment"]);
add("Label", ["LabelName"]);

/** Start, end and class of each leaf of a tree; null where the tree has an error. */
export function leaves(tree, text) {
  const found = [];
  let hasError = false;
  tree.iterate({
    enter(node) {
      hasError ||= node.type.isError;
      if (node.node.firstChild === null && node.to > node.from) found.push(...leaf(node.node, text));
    },
  });
  return hasError ? null : found;
}

function leaf(node, text) {
  const kind = CLASSES.get(node.name);
  if (kind !== undefined) return [[node.from, node.to, kind]];
  switch (node.name) {
    case "Identifier":
      return [[node.from, node.to, nameClass(node, text.slice(node.from, node.to))]];
    case "StringLiteral":
      return [[node.from, node.to, stringClass(node)]];
    case "NumberDurationLiteral":
    case "NumberDurationLiteralInDurationContext":
      return numberTokens(node, text.slice(node.from, node.to));
    default:
      return [];
  }
}

function nameClass(node, name) {
  if (node.parent.name !== "FunctionIdentifier") return "Metric";
  return functions.some(([known]) => known === name) ? "Function" : "Invalid";
}

function stringClass(node) {
  const parent = node.parent.name;
  if (parent.endsWith("Matcher")) return "LabelValue";
  if (parent !== "QuotedLabelName") return "String";
  return node.parent.parent.name === "LabelMatchers" ? "Metric" : "Label";
}

/** A literal may have its sign in it. */
function numberTokens(node, text) {
  const sign = /^([-+])(?:[\s]|#[^\n]*)*/.exec(text);
  const from = node.from + (sign?.[0].length ?? 0);
  const number = text.slice(from - node.from);
  const isDuration = /[smhdwy]$/.test(number) && !/^0x/i.test(number);
  const found = [from, node.to, isDuration ? "Duration" : "Number"];
  return sign ? [[node.from, node.from + 1, "Operator"], found] : [found];
}
