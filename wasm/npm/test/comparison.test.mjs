// Verdicts and completion beside those of codemirror-promql, in one run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadLanguage } from "../dist/index.js";
import { needs, rows } from "./corpus.mjs";
import { accepts, completer } from "./peer.mjs";
import { Series } from "./series.mjs";

const FEATURES = [
  "promql-experimental-functions",
  "promql-binop-fill-modifiers",
  "promql-delayed-name-removal",
  "use-start-timestamps",
  "promql-unquoted-utf8-names",
];

test("verdicts are those of Prometheus", async (context) => {
  const path = needs(context, "v3.16/oracle/recorded/parse.jsonl");
  if (path === undefined) return;
  const language = await loadLanguage();
  const wrong = [];
  const theirs = { accepted: 0, refused: 0 };
  const expressions = rows(path);
  for (const { expr, errors } of expressions) {
    const isRefused = errors !== undefined;
    const ours = language.check(expr, { features: FEATURES }).some((found) => found.severity === "error");
    if (ours !== isRefused) wrong.push(expr);
    if (accepts(expr) === isRefused) theirs[isRefused ? "accepted" : "refused"] += 1;
  }
  const refused = expressions.filter(({ errors }) => errors !== undefined).length;
  context.diagnostic(
    `${expressions.length} expressions, of which Prometheus refuses ${refused}: ours wrong ${wrong.length}; codemirror-promql ` +
      `accepts ${theirs.accepted} that Prometheus refuses and refuses ${theirs.refused} that it accepts`,
  );
  assert.equal(wrong.length, 0, wrong.slice(0, 5).join("\n"));
});

test("completion finds the word that was taken away more often", async (context) => {
  const path = needs(context, "corpus");
  if (path === undefined) return;
  const language = await loadLanguage();
  const queries = rows(path).map(({ expr }) => expr).filter((expr) => !/[$]|\[\[/.test(expr));
  const series = new Series(queries);
  const theirs = completer(series);
  const ours = async (text, at) => {
    const answers = await series.answer(language.completionRequests(text, at));
    return language.complete(text, at, answers).items.map((item) => item.label);
  };
  const counts = new Map();
  for (const { text, from, to, kind } of places(language, queries)) {
    const word = text.slice(from, to);
    const rest = text.slice(0, from) + text.slice(to);
    const count = counts.get(kind) ?? { places: 0, ours: 0, theirs: 0 };
    counts.set(kind, count);
    count.places += 1;
    const isFound = (labels) => labels.slice(0, 5).some((label) => label.toLowerCase() === word.toLowerCase());
    if (isFound(await ours(rest, from))) count.ours += 1;
    if (isFound(await theirs(rest, from))) count.theirs += 1;
  }
  const sum = (rows) => rows.reduce((a, b) => ({ places: a.places + b.places, ours: a.ours + b.ours, theirs: a.theirs + b.theirs }));
  const all = sum([...counts.values()]);
  // Of a metric nothing but its matchers and functions is known: any of thousands may be meant.
  const others = sum([...counts].filter(([kind]) => kind !== "metric").map(([, count]) => count));
  for (const [kind, count] of [["all", all], ["all but metrics", others], ...counts]) {
    context.diagnostic(`${kind}: of ${count.places} places ours finds ${count.ours}, codemirror-promql ${count.theirs}`);
    assert.ok(count.ours >= count.theirs, kind);
  }
  assert.ok(others.ours / others.places >= 0.9, `${others.ours} of ${others.places}`);
});

const KINDS = ["metric", "function", "aggregator", "label", "keyword", "duration", "labelValue"];

/** 2,000 words at random (Knuth's MMIX constants), without the quotes of a value; patterns are no words. */
function places(language, queries) {
  let state = 12n;
  const random = (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(below));
  };
  const found = [];
  while (found.length < 2000) {
    const text = queries[random(queries.length)];
    const words = language.tokens(text).filter(({ kind }) => KINDS.includes(kind)).map((token) => inside(token)).filter((token) => isWord(text, token));
    if (words.length > 0 && language.check(text).length === 0) found.push({ text, ...words[random(words.length)] });
  }
  return found;
}

const inside = (token) => (token.kind === "labelValue" ? { ...token, from: token.from + 1, to: token.to - 1 } : token);
const isWord = (text, { from, to, kind }) => kind !== "labelValue" || /^[\w-]+$/.test(text.slice(from, to));
