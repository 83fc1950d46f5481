// The tree-sitter grammar and its queries against our lexer. The program tree-sitter must be on the PATH.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { classes, isVariable, needs, queries } from "./corpus.mjs";

/** The captures that highlight the tokens of each class. */
const CAPTURES = {
  Metric: ["variable"],
  Label: ["property"],
  LabelValue: ["string"],
  String: ["string", "property"],
  Function: ["function.builtin"],
  Aggregator: ["function.builtin"],
  Invalid: ["function"],
  Keyword: ["keyword", "keyword.operator"],
  Operator: ["operator"],
  Number: ["number"],
  Duration: ["number"],
  Comment: ["comment"],
  Variable: ["variable.parameter"],
  Punctuation: ["punctuation.bracket", "punctuation.delimiter"],
};

test("every query is parsed, and tokens are those of the lexer: corpus, with variables", (context) => {
  const path = needs(context, "corpus");
  if (path === undefined) return;
  if (spawnSync("tree-sitter", ["--version"]).status !== 0) {
    context.skip("the program tree-sitter is not installed: cargo install tree-sitter-cli");
    return;
  }
  const rows = classes(queries(path)).filter((row) => row.accepted);
  const folder = mkdtempSync(join(tmpdir(), "promql-"));
  try {
    compare(context, rows, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function compare(context, rows, folder) {
  cpSync(fileURLToPath(new URL("../tree-sitter", import.meta.url)), folder, { recursive: true });
  const run = (...args) => execFileSync("tree-sitter", args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 30, stdio: "pipe" });
  run("generate");
  mkdirSync(join(folder, "queries-of-corpus"));
  const files = rows.map((row, index) => `queries-of-corpus/${index}.promql`);
  rows.forEach((row, index) => writeFileSync(join(folder, files[index]), row.expr));
  writeFileSync(join(folder, "paths.txt"), files.join("\n") + "\n");
  // It fails where a file has an error.
  run("parse", "--quiet", "--paths", "paths.txt");
  const found = captures(run("query", "queries/highlights.scm", "--captures", "--paths", "paths.txt"));
  let tokens = 0;
  const wrong = [];
  for (const [index, row] of rows.entries()) {
    tokens += row.tokens.length;
    wrong.push(...row.tokens.filter((token) => !agrees(token, row.expr, found.get(files[index]))).map((token) => [row.expr, token]));
  }
  context.diagnostic(`${rows.length} queries, ${tokens} tokens; not as the lexer: ${wrong.length}`);
  assert.equal(wrong.length, 0, JSON.stringify(wrong.slice(0, 10), null, 1));
}

/** By file, the last capture at each place: line and column in bytes. */
function captures(output) {
  const found = new Map();
  let places;
  for (const line of output.split("\n")) {
    const match = /capture: \d+ - ([\w.]+), start: \((\d+), (\d+)\)/.exec(line);
    // `spell` marks text, and colours nothing.
    if (match?.[1] === "spell") continue;
    if (match) places.set(`${match[2]}:${match[3]}`, match[1]);
    else if (/^queries-of-corpus\//.test(line)) found.set(line.trim(), (places = new Map()));
  }
  return found;
}

function agrees([from, to, kind], text, places) {
  const before = text.slice(0, from).split("\n");
  const column = Buffer.byteLength(before.at(-1));
  const actual = places?.get(`${before.length - 1}:${column}`);
  const slice = text.slice(from, to);
  const names = /[$[]/.test(slice) && isVariable(slice) ? ["variable.parameter", "variable", "property"] : CAPTURES[kind];
  return names.includes(actual);
}
