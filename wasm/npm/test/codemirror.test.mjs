// The extension of CodeMirror without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CompletionContext } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { complete, labelRanges, parser, promql } from "../dist/codemirror/index.js";
import { loadLanguage } from "../dist/index.js";

const SNAPSHOT = JSON.stringify({
  version: 1,
  metrics: {
    up: { type: "gauge", n_series: 2, labels: { job: { n_values: 2, on_all: true, values: ["api", "node"] } } },
  },
});

/** What is offered at `|`. */
async function offered(marked, options, explicit = true) {
  const at = marked.indexOf("|");
  const state = EditorState.create({ doc: marked.replace("|", ""), extensions: [promql(options)] });
  const result = await complete(new CompletionContext(state, at, explicit));
  return result?.options.map((option) => option.label) ?? null;
}

test("without a provider the snapshot of the language is asked", async () => {
  const language = await loadLanguage();
  assert.deepEqual(language.setMetadata(SNAPSHOT), { ok: true });
  assert.equal((await offered("sum(u|", { language }))[0], "up");
  assert.deepEqual(await offered('up{job="|"}', { language }), ["api", "node"]);
});

test("a provider that fails leaves what the catalogue knows", async () => {
  const metadata = { answer: () => Promise.reject(new Error("gone")) };
  assert.equal((await offered("sum(rat|", { metadata }))[0], "rate");
});

test("the list opens by itself in a word and not after a value", async () => {
  assert.notEqual(await offered("ra|", {}, false), null);
  assert.equal(await offered("up + |", {}, false), null);
  assert.equal(await offered("(up) |", {}, false), null);
});

test("variables are part of the language where they are asked for", () => {
  const tree = (options) => syntaxTree(EditorState.create({ doc: "rate($metric[$__range])", extensions: [promql(options)] })).toString();
  assert.doesNotMatch(tree({ variables: true }), /⚠/);
  assert.match(tree({}), /⚠/);
});

test("the uses of a label are found, strings are not", async () => {
  const language = await loadLanguage();
  const doc = 'sum by (job) (label_replace(a{job="job"}, "job", "$1", "x", "y"))';
  const at = (head) => EditorState.create({ doc, selection: { anchor: head }, extensions: [promql({ language })] });
  assert.deepEqual(labelRanges(at(9)).map(({ from, to }) => [from, to]), [[8, 11], [30, 33]]);
  assert.deepEqual(labelRanges(at(0)), []);
});

test("the parser is that of the entry lezer-promql", () => {
  assert.equal(parser.parse("up").toString(), "PromQL(VectorSelector(Identifier))");
});
