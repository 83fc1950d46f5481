/** The native histogram of the cluster sample: durations of requests, of schema 2 (a factor of 2^(1/4) a bucket). */
import { random, STEP_MS } from "./cluster";

const SCHEMA = 2;
const ROWS: readonly { verb: string; rate: number; medianSeconds: number; spread: number }[] = [
  { verb: "GET", rate: 24, medianSeconds: 0.006, spread: 0.7 },
  { verb: "LIST", rate: 4, medianSeconds: 0.09, spread: 0.9 },
];

/** A normal variate from two uniform ones (Box and Muller). */
function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** The bucket of a value: its upper bound is 2^(index / 2^schema). */
const indexOf = (value: number) => Math.ceil(Math.log2(value) * 2 ** SCHEMA);

/** Buckets as spans of neighbours, each with the distance to the one before, and their counts. */
function spans(counts: ReadonlyMap<number, number>): { spans: [number, number][]; counts: number[] } {
  const indexes = [...counts.keys()].sort((a, b) => a - b);
  const out: [number, number][] = [];
  let next = 0;
  for (const index of indexes) {
    const last = out.at(-1);
    if (last && index === next) last[1] += 1;
    else out.push([index - next, 1]);
    next = index + 1;
  }
  return { spans: out, counts: indexes.map((index) => counts.get(index) ?? 0) };
}

/** A series with the state of its histogram after each step, as JSON lines have it. */
function series(row: (typeof ROWS)[number], seed: number, timestamps: readonly number[]): string {
  const next = random(seed);
  const counts = new Map<number, number>();
  let sum = 0;
  let count = 0;
  const histograms = timestamps.map((t, step) => {
    // For ten minutes the server is slow, which the heatmap shows.
    const slow = step > 70 && step < 90 ? 4 : 1;
    const requests = Math.round(((row.rate * STEP_MS) / 1000) * (0.7 + 0.6 * next()));
    for (let request = 0; request < requests; request += 1) {
      const seconds = row.medianSeconds * slow * Math.exp(row.spread * normal(next));
      const index = indexOf(seconds);
      counts.set(index, (counts.get(index) ?? 0) + 1);
      sum += seconds;
      count += 1;
    }
    return { t, h: { schema: SCHEMA, count, sum, zero_threshold: 1e-6, zero_count: 0, positive: spans(counts) } };
  });
  const metric = {
    __name__: "apiserver_request_duration_seconds",
    job: "apiserver",
    instance: "10.0.0.1:6443",
    verb: row.verb,
  };
  return JSON.stringify({ metric, histograms });
}

/** Both series, one a line. */
export function nativeHistograms(timestamps: readonly number[]): string[] {
  return ROWS.map((row, index) => series(row, 700 + index, timestamps));
}
