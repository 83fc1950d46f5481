/** Answers of the engine: a head and the numbers that it refers to. `engine/answer.rs` says what lies where. */

import type * as t from "./types.js";

/** What the module answers to a query. */
export interface Answer {
  head: string;
  values: Float64Array;
  present: Uint8Array;
  times: Float64Array;
  histograms: Float64Array;
  elapsedMs: number;
}

type Labels = Record<string, string>;

type HeadValue =
  | { type: "scalar"; time: number }
  | { type: "string"; time: number; value: string }
  | { type: "vector"; time: number; labels: Labels[]; histograms: number[] }
  | { type: "matrix"; start: number; step: number; steps: number; labels: Labels[]; histograms: number[] }
  | { type: "range-vector"; labels: Labels[]; lengths: number[]; histograms: number[] };

type Head =
  | { ok: true; value: HeadValue; stats: Omit<t.Stats, "elapsedMs">; annotations: t.Annotation[] }
  | { ok: false; error: t.QueryError; annotations: t.Annotation[] };

/** The result that an answer stands for. Its arrays are views of the answer's. */
export function resultOf(answer: Answer): t.QueryResult {
  const head = JSON.parse(answer.head) as Head;
  if (!head.ok) return head;
  const stats = { ...head.stats, elapsedMs: answer.elapsedMs };
  return { ok: true, value: valueOf(head.value, answer), annotations: head.annotations, stats };
}

/** The result of a query that has failed for a reason that is not its own. */
export function failure(kind: t.QueryError["kind"], message: string): { ok: false; error: t.QueryError } {
  return { ok: false, error: { kind, message, diagnostics: [] } };
}

function valueOf(head: HeadValue, answer: Answer): t.Value {
  const { values, present, times } = answer;
  switch (head.type) {
    case "scalar":
      return { ...head, value: values[0] };
    case "string":
      return head;
    case "vector": {
      const histograms = histogramsOf(head.histograms, answer.histograms);
      const samples = head.labels.map((labels, i) => {
        const histogram = histograms[i]?.get(0);
        return histogram ? { labels, histogram } : { labels, value: values[i] };
      });
      return { type: "vector", time: head.time, samples };
    }
    case "matrix": {
      const { start, step, steps } = head;
      const histograms = histogramsOf(head.histograms, answer.histograms);
      const series = head.labels.map((labels, i) => {
        const [from, to] = [i * steps, (i + 1) * steps];
        const cells = { labels, values: values.subarray(from, to), present: present.subarray(from, to) };
        return withHistograms(cells, histograms[i]);
      });
      return { type: "matrix", start, step, steps, series };
    }
    case "range-vector": {
      const histograms = histogramsOf(head.histograms, answer.histograms);
      let from = 0;
      const series = head.labels.map((labels, i) => {
        const to = from + head.lengths[i];
        const samples = { labels, times: times.subarray(from, to), values: values.subarray(from, to) };
        from = to;
        return withHistograms(samples, histograms[i]);
      });
      return { type: "range-vector", series };
    }
  }
}

function withHistograms<S extends object>(series: S, histograms?: Map<number, t.Histogram>) {
  return histograms ? { ...series, histograms } : series;
}

/** The histograms of each series by their place. */
function histogramsOf(places: number[], numbers: Float64Array): (Map<number, t.Histogram> | undefined)[] {
  const found: (Map<number, t.Histogram> | undefined)[] = [];
  let at = 0;
  for (let i = 0; i < places.length; i += 3) {
    const [series, place, n] = [places[i], places[i + 1], places[i + 2]];
    const [count, sum] = [numbers[at], numbers[at + 1]];
    at += 2;
    const buckets = Array.from({ length: n }, (_, bucket) => {
      const [lower, upper, count, boundaries] = numbers.subarray(at + 4 * bucket, at + 4 * bucket + 4);
      return { lower, upper, count, boundaries };
    });
    at += 4 * n;
    (found[series] ??= new Map<number, t.Histogram>()).set(place, { count, sum, buckets });
  }
  return found;
}
