// The provider of a Prometheus: what it asks, keeps and stops.
import assert from "node:assert/strict";
import { test } from "node:test";
import { prometheusProvider } from "../dist/providers/index.js";

/** A Prometheus that counts what it is asked; `delay` is how long an answer takes. */
function prometheus(delay = 0) {
  const asked = [];
  let stopped = 0;
  const data = { "/api/v1/metadata": { up: [{ type: "gauge", help: "Whether the target is up.", unit: "" }] } };
  const fetchFn = (url, init) => {
    const path = new URL(url, "http://prometheus").pathname;
    asked.push({ path, query: decodeURIComponent(String(init.body ?? new URL(url, "http://prometheus").searchParams)), method: init.method ?? "GET" });
    const answer = new Response(JSON.stringify({ status: "success", data: data[path] ?? ["up", "node_load1"] }));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => resolve(answer), delay);
      init.signal.addEventListener("abort", () => {
        stopped += 1;
        clearTimeout(timer);
        reject(new DOMException("stopped", "AbortError"));
      });
    });
  };
  return { asked, fetchFn, stopped: () => stopped };
}

const signal = () => new AbortController().signal;

test("metrics come with type and help, and are kept", async () => {
  const server = prometheus();
  const provider = prometheusProvider({ fetchFn: server.fetchFn, debounce: 0 });
  const [answer] = await provider.answer([{ kind: "metrics" }], signal());
  assert.deepEqual(answer, { metrics: [{ name: "up", type: "gauge", help: "Whether the target is up.", unit: "" }, { name: "node_load1" }] });
  await provider.answer([{ kind: "metrics" }], signal());
  assert.deepEqual(server.asked.map(({ path }) => path), ["/api/v1/label/__name__/values", "/api/v1/metadata"]);
});

test("no metadata is fetched of more metrics than the limit", async () => {
  const server = prometheus();
  const provider = prometheusProvider({ fetchFn: server.fetchFn, debounce: 0, maxMetricsMetadata: 1 });
  const [answer] = await provider.answer([{ kind: "metrics" }], signal());
  assert.deepEqual(answer, { metrics: [{ name: "up" }, { name: "node_load1" }] });
  assert.equal(server.asked.length, 1);
});

test("selectors are passed on", async () => {
  const server = prometheus();
  const provider = prometheusProvider({ fetchFn: server.fetchFn, debounce: 0, apiPrefix: "/p", url: "http://host" });
  await provider.answer([{ kind: "labelNames", selector: '{__name__="up"}' }, { kind: "labelValues", label: "job", selector: '{__name__="up"}' }], signal());
  assert.deepEqual(server.asked, [
    { path: "/p/labels", query: 'match[]={__name__="up"}', method: "POST" },
    { path: "/p/label/job/values", query: 'match[]={__name__="up"}', method: "GET" },
  ]);
});

test("what is typed on before the pause is over asks nothing, and what is under way is stopped", async () => {
  const server = prometheus(10_000);
  const provider = prometheusProvider({ fetchFn: server.fetchFn, debounce: 20 });
  const request = [{ kind: "labelNames", selector: '{__name__="up"}' }];
  const first = new AbortController();
  const early = provider.answer(request, first.signal);
  first.abort();
  assert.deepEqual(await early, [{ values: [] }]);
  assert.equal(server.asked.length, 0);
  const second = new AbortController();
  const late = provider.answer(request, second.signal);
  while (server.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  second.abort();
  assert.deepEqual(await late, [{ values: [] }]);
  assert.equal(server.stopped(), 1);
});

test("an error is told and gives nothing", async () => {
  const errors = [];
  const fetchFn = async () => new Response('{"status":"error","error":"no such thing"}', { status: 400 });
  const provider = prometheusProvider({ fetchFn, debounce: 0, onError: (error) => errors.push(error.message) });
  assert.deepEqual(await provider.answer([{ kind: "labelNames" }], signal()), [{ values: [] }]);
  assert.deepEqual(errors, ["no such thing"]);
});
