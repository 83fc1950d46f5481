// Finds Grafana's variables, `$x`, `${x.field:format}` and `[[x:format]]`, and the words that they are part of. The rules are
// those of crates/syntax/src/variables.rs.

const MAX_LENGTH = 1024;

const isWord = (code) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
const isDigit = (code) => code >= 48 && code <= 57;

const [DOLLAR, OPEN, CLOSE, BRACE, END_BRACE, COLON, POINT] = [..."$[]{}:."].map((char) => char.charCodeAt(0));

/**
 * The length of the variable at a position, or 0. `peek` gives the code unit at an offset, or less than 0 past the end.
 *
 * @param {(offset: number) => number} peek
 * @param {number} from
 */
export function variableLength(peek, from) {
  if (peek(from) === DOLLAR && peek(from + 1) === BRACE) return closed(peek, from, [END_BRACE]);
  if (peek(from) === OPEN && peek(from + 1) === OPEN) return closed(peek, from, [CLOSE, CLOSE]);
  if (peek(from) !== DOLLAR) return 0;
  const name = wordLength(peek, from + 1);
  return name > 0 ? 1 + name : 0;
}

function closed(peek, from, close) {
  const name = wordLength(peek, from + 2);
  if (name === 0) return 0;
  const after = from + 2 + name;
  const more = formatLength(peek, after, close);
  const isClosed = close.every((code, index) => peek(after + more + index) === code);
  return isClosed && more !== 1 ? 2 + name + more + close.length : 0;
}

/** The length of `:format` or `.field:format`. */
function formatLength(peek, at, close) {
  if (close.length === 2) return peek(at) === COLON ? 1 + wordLength(peek, at + 1) : 0;
  if (peek(at) !== COLON && peek(at) !== POINT) return 0;
  let length = 0;
  while (length < MAX_LENGTH && peek(at + length) >= 0 && peek(at + length) !== END_BRACE) length += 1;
  return length;
}

function wordLength(peek, from) {
  let length = 0;
  while (isWord(peek(from + length))) length += 1;
  return length;
}

/**
 * The word at the start, if it has a variable in it: its length and what it may be. A "variable" may be a name, a number or a
 * duration, a "number" begins with a digit, and a "name" has characters that no number has.
 *
 * @param {(offset: number) => number} peek
 * @param {boolean} hasColons whether a colon is part of a name
 * @returns {{ length: number, kind: "variable" | "number" | "name" } | null}
 */
export function scanVariableWord(peek, hasColons) {
  const word = { variables: 0, hasLiteral: false, isNumber: false, isName: false };
  let at = 0;
  for (;;) {
    const length = variableLength(peek, at);
    if (length > 0) {
      word.variables += 1;
      at += length;
    } else if (takes(word, peek, at, hasColons)) {
      push(word, peek(at));
      at += 1;
    } else {
      break;
    }
  }
  if (word.variables === 0) return null;
  return { length: at, kind: word.isNumber ? "number" : word.isName ? "name" : "variable" };
}

function takes(word, peek, at, hasColons) {
  const code = peek(at);
  if (code === COLON) return hasColons;
  if (code !== POINT) return isWord(code);
  return (word.isNumber || !word.isName) && (isDigit(peek(at + 1)) || variableLength(peek, at + 1) > 0);
}

function push(word, code) {
  const isNumeric = isDigit(code) || code === POINT;
  if (!word.hasLiteral && word.variables === 0) word.isNumber = isNumeric;
  word.hasLiteral = true;
  if (!isNumeric && !"smhdwy".includes(String.fromCharCode(code))) word.isName = true;
}
