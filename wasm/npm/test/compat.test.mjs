// The exports and options of codemirror-promql.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { CompletionContext } from "@codemirror/autocomplete";
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import * as ours from "../dist/compat/index.js";
import * as nodes from "../dist/lezer/index.js";

const theirs = createRequire(import.meta.url)("@prometheus-io/codemirror-promql");

test("everything that it exports is there", () => {
  for (const name of Object.keys(theirs)) assert.equal(typeof ours[name], typeof theirs[name], name);
  assert.deepEqual(ours.LanguageType, theirs.LanguageType);
  const methods = (type) => Object.getOwnPropertyNames(type.prototype).sort();
  assert.deepEqual(methods(ours.PromQLExtension), methods(theirs.PromQLExtension));
});

/** A client of a page, with what it was asked. */
function client() {
  const asked = [];
  const answer = (name, value) => async (...parameters) => {
    asked.push([name, ...parameters]);
    return value;
  };
  return {
    asked,
    labelNames: answer("labelNames", ["job", "instance"]),
    labelValues: answer("labelValues", ["api", "node"]),
    metricMetadata: answer("metricMetadata", { up: [{ type: "gauge", help: "Whether the target is up." }] }),
    series: answer("series", []),
    metricNames: answer("metricNames", ["up", "up_total"]),
    flags: answer("flags", {}),
    destroy: () => asked.push(["destroy"]),
  };
}

const complete = (strategy, text) => strategy.promQL(new CompletionContext(EditorState.create({ doc: text }), text.length, true));

test("a client object is asked, with the matchers of the selector", async () => {
  const remote = client();
  const strategy = ours.newCompleteStrategy({ remote });
  const metrics = await complete(strategy, "up");
  assert.deepEqual(metrics.options.slice(0, 2).map((option) => option.label), ["up", "up_total"]);
  const values = await complete(strategy, 'up{instance!="a",job="');
  assert.deepEqual(values.options.map((option) => option.label), ["api", "node"]);
  const [name, label, metric, matchers] = remote.asked.at(-1);
  assert.deepEqual([name, label, metric], ["labelValues", "job", "up"]);
  assert.deepEqual(matchers.map(({ name, value }) => [name, value]), [["instance", "a"]]);
  strategy.destroy();
  assert.deepEqual(remote.asked.at(-1), ["destroy"]);
});

test("metadata of more metrics than the maximum is not fetched", async () => {
  const remote = client();
  await complete(ours.newCompleteStrategy({ remote, maxMetricsMetadata: 1 }), "up");
  assert.deepEqual(remote.asked, [["metricNames"]]);
});

test("a configuration is asked over HTTP and kept", async () => {
  const asked = [];
  const fetchFn = async (url, init) => {
    asked.push([url, init.method ?? "GET", init.headers.get("x-scope")]);
    return new Response(JSON.stringify({ status: "success", data: ["job"] }));
  };
  const remote = { url: "http://prometheus", fetchFn, httpMethod: "GET", requestHeaders: new Headers({ "x-scope": "a" }), cache: { initialMetricList: ["up"] } };
  const strategy = ours.newCompleteStrategy({ remote, maxMetricsMetadata: 0 });
  assert.equal((await complete(strategy, "u")).options[0].label, "up");
  assert.deepEqual(asked, []);
  await complete(strategy, "up{");
  await complete(strategy, "up{");
  assert.deepEqual(asked, [["http://prometheus/api/v1/labels?match%5B%5D=up", "GET", "a"]]);
});

test("a strategy and a linter of the page's own are used", () => {
  const own = { promQL: () => null };
  const linter = { promQL: () => () => [] };
  const extension = new ours.PromQLExtension().setComplete({ completeStrategy: own }).setLinter(linter);
  assert.equal(extension.getComplete(), own);
  assert.equal(extension.getLinter(), linter);
  extension.destroy();
});

test("the tree is there at once, of a query and of a name", () => {
  const tree = (top, text) => ensureSyntaxTree(EditorState.create({ doc: text, extensions: [ours.promQLLanguage(top)] }), text.length, 5000).toString();
  assert.equal(tree(ours.LanguageType.PromQL, "sum(up)"), "PromQL(AggregateExpr(AggregateOp(Sum),FunctionCallBody(VectorSelector(Identifier))))");
  assert.equal(tree(ours.LanguageType.MetricName, "sum"), "MetricName(Identifier)");
  const state = EditorState.create({ doc: "up", extensions: [new ours.PromQLExtension().activateLinter(false).asExtension()] });
  assert.deepEqual(state.languageDataAt("commentTokens", 0), [{ line: "#" }]);
});

test("the ids of nodes are those of lezer-promql", () => {
  const reference = createRequire(import.meta.url)("@prometheus-io/lezer-promql");
  for (const [name, id] of Object.entries(reference)) {
    // `inf` and `nan` are tokens, which are no nodes.
    if (typeof id === "number" && !["inf", "nan"].includes(name)) assert.equal(nodes[name], id, name);
  }
  assert.equal(nodes.parser.nodeSet.types[nodes.VectorSelector].name, "VectorSelector");
});

test("a strategy that adds a history to ours works, as Prometheus's page has one", async () => {
  const inner = ours.newCompleteStrategy({ remote: client() });
  const history = {
    async promQL(context) {
      const result = await inner.promQL(context);
      const start = result?.from ?? syntaxTree(context.state).resolve(context.pos, -1).from;
      if (start !== 0) return result;
      const past = [{ label: "up == 0", detail: "past query", boost: 99 }];
      return { from: start, to: context.pos, options: past.concat(result?.options ?? []), validFor: /^[a-zA-Z0-9_:]+$/ };
    },
  };
  const strategy = ours.newCompleteStrategy({ completeStrategy: history });
  const result = await complete(strategy, "up");
  assert.deepEqual(result.options.slice(0, 2).map((option) => option.label), ["up == 0", "up"]);
  assert.equal((await complete(strategy, "sum(up")).from, 4);
});
