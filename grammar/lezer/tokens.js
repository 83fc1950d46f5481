// Reads words, which mean different things by what stands before and after them.
import { ExternalTokenizer } from "@lezer/lr";
import * as terms from "./parser.terms.js";
import { scanVariableWord } from "./variables.js";
import { aggregators, functions } from "./words.js";

/** Words of the language in lower case, where the grammar expects them. */
const KEYWORDS = new Map([
  ["bool", terms.Bool],
  ["ignoring", terms.Ignoring],
  ["on", terms.On],
  ["group_left", terms.GroupLeft],
  ["group_right", terms.GroupRight],
  ["offset", terms.Offset],
  ["atan2", terms.Atan2],
  ["by", terms.By],
  ["without", terms.Without],
  ["and", terms.And],
  ["or", terms.Or],
  ["unless", terms.Unless],
  ["smoothed", terms.Smoothed],
  ["anchored", terms.Anchored],
  ["start", terms.AtStart],
  ["end", terms.AtEnd],
  ["step", terms.stepWord],
  ["range", terms.rangeWord],
  ["min_of", terms.minOfWord],
  ["max_of", terms.maxOfWord],
]);

/** Keywords that are never names of metrics. */
const RESERVED = new Set([terms.Bool, terms.Ignoring, terms.On, terms.GroupLeft, terms.GroupRight]);

/** Words of the language before a parenthesis alone. */
const BEFORE_PAREN = new Map([
  ["fill", terms.Fill],
  ["fill_left", terms.FillLeft],
  ["fill_right", terms.FillRight],
  ["start", terms.StartFn],
  ["end", terms.EndFn],
]);

const AGGREGATORS = new Map(aggregators.map(([name, node]) => [name, terms[node]]));
const FUNCTIONS = new Set(functions.filter(([, node]) => node !== null).map(([name]) => name));

const isLetter = (code) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
const isDigit = (code) => code >= 48 && code <= 57;
const isSpace = (code) => code === 32 || code === 9 || code === 10 || code === 13;
const [COLON, HASH, POINT, DOLLAR, OPEN_PAREN, OPEN_BRACKET] = [58, 35, 46, 36, 40, 91];

export const words = new ExternalTokenizer(
  (input, stack) => {
    const isLabel = stack.canShift(terms.labelName);
    if (stack.dialectEnabled(terms.Dialect_grafana) && variable(input, stack, isLabel)) return;
    if (!isLetter(input.next) && (isLabel || input.next !== COLON)) return;
    const text = read(input, isLabel);
    input.acceptToken(isLabel ? terms.labelName : meaning(text, input, stack));
  },
  { contextual: true },
);

/** Reads a word. A label has no colon. */
function read(input, isLabel) {
  let text = "";
  while (isLetter(input.next) || isDigit(input.next) || (!isLabel && input.next === COLON)) {
    text += String.fromCharCode(input.next);
    input.advance();
  }
  return text;
}

/** The token that a word is, with the input behind it. */
function meaning(text, input, stack) {
  const word = text.toLowerCase();
  if ((word === "inf" || word === "nan") && stack.canShift(terms.specialNumber)) return terms.specialNumber;
  const keyword = KEYWORDS.get(word);
  if (keyword !== undefined && (RESERVED.has(keyword) || stack.canShift(keyword))) return keyword;
  const next = following(input);
  const isCall = input.peek(next) === OPEN_PAREN;
  if (isCall && BEFORE_PAREN.has(word)) return BEFORE_PAREN.get(word);
  const aggregator = AGGREGATORS.get(word);
  if (aggregator !== undefined && (isCall || isGrouping(input, next))) return aggregator;
  return isCall && FUNCTIONS.has(text) ? terms.functionName : terms.word;
}

/** The offset of what follows whitespace and comments. */
function following(input) {
  let at = 0;
  for (;;) {
    if (isSpace(input.peek(at))) {
      at += 1;
    } else if (input.peek(at) === HASH) {
      while (input.peek(at) >= 0 && input.peek(at) !== 10 && input.peek(at) !== 13) at += 1;
    } else {
      return at;
    }
  }
}

/** Whether `by` or `without` stands at an offset. */
function isGrouping(input, at) {
  let text = "";
  for (let code = input.peek(at); isLetter(code) || isDigit(code) || code === COLON; code = input.peek(at)) {
    text += String.fromCharCode(code);
    if (text.length > 7) return false;
    at += 1;
  }
  return /^(by|without)$/i.test(text);
}

/** Accepts a word with a variable in it; false where there is none. */
function variable(input, stack, isLabel) {
  const isDuration = stack.canShift(terms.stepWord);
  const code = input.next;
  const begins = code === DOLLAR || code === OPEN_BRACKET || (!isLabel && (isDigit(code) || code === POINT));
  if (!begins && !(isLetter(code) && !isDuration) && !(code === COLON && !isLabel && !isDuration)) return false;
  const found = scanVariableWord((offset) => input.peek(offset), !isLabel && !isDuration);
  if (found === null) return false;
  input.acceptToken(variableToken(found.kind, isLabel, isDuration), found.length);
  return true;
}

function variableToken(kind, isLabel, isDuration) {
  if (kind === "number") return terms.variableNumber;
  if (kind === "variable" || isDuration) return terms.variable;
  return isLabel ? terms.labelName : terms.word;
}
