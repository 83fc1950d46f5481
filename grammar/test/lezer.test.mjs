// The Lezer grammar against our lexer and against lezer-promql.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { getStyleTags } from "@lezer/highlight";
import { parser as reference } from "@prometheus-io/lezer-promql";
import { parser } from "../lezer/parser.js";
import * as terms from "../lezer/parser.terms.js";
import { classes, isVariable, needs, queries } from "./corpus.mjs";
import { leaves } from "./leaves.mjs";

const grafana = parser.configure({ dialect: "grafana" });

test("nodes have the names and ids of lezer-promql", () => {
  const listed = readFileSync(new URL("../lezer/nodes.txt", import.meta.url), "utf8").trim().split("\n");
  assert.equal(listed.length, 183);
  for (const [index, name] of ["⚠", ...listed].entries()) {
    assert.equal(parser.nodeSet.types[index].name, name, `id ${index}`);
    assert.equal(reference.nodeSet.types[index].name, name, `id ${index} of lezer-promql`);
    if (index > 0) assert.equal(terms[name], index);
  }
});

/** The nodes of a tree with their places, and whether one is an error. */
function nodes(tree) {
  const found = [];
  let hasError = false;
  tree.iterate({
    enter(node) {
      hasError ||= node.type.isError;
      found.push(`${node.type.id} ${node.name} ${node.from} ${node.to}`);
    },
  });
  return { found, hasError };
}

function compare(exprs) {
  const count = { both: 0, theirs: 0, ours: 0, neither: 0 };
  for (const expr of exprs) {
    const [theirs, ours] = [nodes(reference.parse(expr)), nodes(parser.parse(expr))];
    if (!theirs.hasError && !ours.hasError) assert.deepEqual(ours.found, theirs.found, expr);
    const row = theirs.hasError ? (ours.hasError ? "neither" : "ours") : ours.hasError ? "theirs" : "both";
    count[row] += 1;
  }
  return count;
}

for (const [inside, both] of [["corpus", 4659], ["v3.16/oracle/recorded/parse.jsonl", 2140]]) {
  test(`trees are those of lezer-promql where both accept: ${inside}`, (context) => {
    const path = needs(context, inside);
    if (path === undefined) return;
    const count = compare(queries(path));
    context.diagnostic(JSON.stringify(count));
    assert.ok(count.both >= both, JSON.stringify(count));
  });
}

test("trees are those of lezer-promql for each construct", () => {
  const exprs = readFileSync(new URL("constructs.txt", import.meta.url), "utf8").trim().split("\n");
  const count = compare(exprs);
  assert.equal(count.both, exprs.length, JSON.stringify(count));
});

/** The highlighting tags of each node. */
function tags(tree) {
  const found = [];
  tree.iterate({ enter: (node) => void found.push([node.name, getStyleTags(node.node)?.tags.map(String)]) });
  return found;
}

test("nodes have the highlighting tags of lezer-promql where it has some", () => {
  const exprs = readFileSync(new URL("constructs.txt", import.meta.url), "utf8").trim().split("\n");
  let compared = 0;
  for (const expr of exprs) {
    const [theirs, ours] = [tags(reference.parse(expr)), tags(parser.parse(expr))];
    for (const [index, [name, expected]] of theirs.entries()) {
      if (expected !== undefined) assert.deepEqual(ours[index], [name, expected], expr);
      compared += expected === undefined ? 0 : 1;
    }
  }
  assert.ok(compared > 400, `${compared}`);
});

test("what lezer-promql lacks is accepted", () => {
  for (const expr of ["max_of(1, 2)", "min_of(1, 2)", "integral(a[5m])", "offset + 1", "foo[STEP()]", "sum by (a,) (b)", "0X1f"]) {
    assert.equal(nodes(parser.parse(expr)).hasError, false, expr);
  }
});

test("tokens are those of the lexer: corpus, with variables", (context) => {
  const path = needs(context, "corpus");
  if (path === undefined) return;
  let compared = 0;
  let tokens = 0;
  const refused = [];
  for (const row of classes(queries(path)).filter((row) => row.accepted)) {
    const found = leaves(grafana.parse(row.expr), row.expr);
    if (found === null) refused.push(row.expr);
    else tokens += same(row, found);
    compared += found === null ? 0 : 1;
  }
  context.diagnostic(`${compared} queries, ${tokens} tokens; refused: ${refused.length}`);
  assert.equal(refused.length, 0, refused.slice(0, 5).join("\n"));
});

/**
 * Compares tokens. Variables are names or numbers in the tree; punctuation and variables as values are no nodes. The lexer calls
 * the value of a label with a variable in it a string.
 */
function same(row, found) {
  const holdsVariable = ([from, to]) => /[$[]/.test(row.expr.slice(from, to));
  const isVariableAlone = ([from, to]) => holdsVariable([from, to]) && isVariable(row.expr.slice(from, to));
  const isNode = ([from, to, kind]) => kind !== "Punctuation" || row.expr.slice(from, to) === "@";
  const plain = (token) => (token[2] === "LabelValue" && holdsVariable(token) ? [token[0], token[1], "String"] : token);
  const expected = row.tokens.filter((token) => isNode(token) && !isVariableAlone(token)).map(plain);
  const actual = found.filter((token) => !isVariableAlone(token)).map(plain);
  assert.deepEqual(actual, expected, row.expr);
  return expected.length;
}
