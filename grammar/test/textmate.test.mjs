// The TextMate grammar against our lexer.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { classes, isVariable, needs, queries } from "./corpus.mjs";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

/** The class of a token by the scope of its first character, the most specific first. */
const SCOPES = [
  ["meta.label-value", "LabelValue"],
  ["string.", "String"],
  ["comment.", "Comment"],
  ["variable.language.grafana", "Variable"],
  ["variable.other.metric", "Metric"],
  ["entity.other.attribute-name.label", "Label"],
  ["support.function.aggregator", "Aggregator"],
  ["support.function", "Function"],
  ["keyword.control", "Keyword"],
  ["keyword.operator.word", "Keyword"],
  ["keyword.operator", "Operator"],
  ["constant.numeric.duration", "Duration"],
  ["constant.numeric", "Number"],
  ["punctuation.", "Punctuation"],
  ["invalid.", "Invalid"],
];

async function grammar() {
  await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => {
      const path = new URL("../textmate/promql.tmLanguage.json", import.meta.url);
      return textmate.parseRawGrammar(readFileSync(path, "utf8"), "promql.json");
    },
  });
  return registry.loadGrammar("source.promql");
}

/** The class of each character, null for whitespace. */
function characters(loaded, text) {
  const found = [];
  let stack = textmate.INITIAL;
  for (const line of text.split("\n")) {
    const result = loaded.tokenizeLine(line, stack);
    for (const token of result.tokens) {
      const kind = classOf(token.scopes);
      for (let at = token.startIndex; at < Math.min(token.endIndex, line.length); at += 1) found.push(kind);
    }
    found.push(null);
    stack = result.ruleStack;
  }
  return found;
}

function classOf(scopes) {
  return SCOPES.find(([prefix]) => scopes.some((scope) => scope.startsWith(prefix)))?.[1] ?? null;
}

test("tokens are those of the lexer: corpus, with variables", async (context) => {
  const path = needs(context, "corpus");
  if (path === undefined) return;
  const loaded = await grammar();
  const wrong = [];
  let tokens = 0;
  const rows = classes(queries(path)).filter((row) => row.accepted);
  for (const row of rows) {
    const found = characters(loaded, row.expr);
    tokens += row.tokens.length;
    const bad = row.tokens.filter((token) => !agrees(token, found, row.expr));
    if (bad.length > 0) wrong.push({ expr: row.expr, bad: bad.map(([from, to, kind]) => [row.expr.slice(from, to), kind, found[from]]) });
  }
  context.diagnostic(`${rows.length} queries, ${tokens} tokens; not as the lexer: ${wrong.length} queries`);
  assert.equal(wrong.length, 0, JSON.stringify(wrong.slice(0, 5), null, 1));
});

/** A value with a variable in it is a string for the lexer; the name of a variable's word may be a metric. */
function agrees([from, to, kind], found, text) {
  const slice = text.slice(from, to);
  const accepted = new Set([kind]);
  if (kind === "String") accepted.add("LabelValue");
  if (/[$[]/.test(slice) && isVariable(slice)) accepted.add("Variable").add("Metric").add("Label").add("LabelValue");
  return [...slice].length > 0 && found.slice(from, to).every((actual) => accepted.has(actual) || (actual === null && slice.includes("\n")));
}
