/** The buckets of a series of native histograms as rows of a heatmap. */
import type { Series } from "../api";

export interface Grid {
  /** Rows from below, each from `lower` to `upper`. */
  rows: { lower: number; upper: number }[];
  /** Steps by rows: how many observations lie in the row. */
  cells: Float64Array[];
  most: number;
}

const key = (lower: number, upper: number) => `${lower} ${upper}`;

/** All buckets that occur are rows in the order of their bounds; histograms of other schemas have rows of their own. */
export function gridOf(series: Series, steps: number): Grid {
  const rows = new Map<string, { lower: number; upper: number }>();
  for (const histogram of series.histograms?.values() ?? []) {
    for (const { lower, upper } of histogram.buckets) rows.set(key(lower, upper), { lower, upper });
  }
  const ordered = [...rows.values()].sort((a, b) => a.lower - b.lower || a.upper - b.upper);
  const index = new Map(ordered.map(({ lower, upper }, row) => [key(lower, upper), row]));
  let most = 0;
  const cells = Array.from({ length: steps }, () => new Float64Array(ordered.length));
  for (const [step, histogram] of series.histograms ?? []) {
    for (const { lower, upper, count } of histogram.buckets) {
      const row = index.get(key(lower, upper)) ?? 0;
      const column = cells[step];
      if (!column) continue;
      column[row] = count;
      most = Math.max(most, count);
    }
  }
  return { rows: ordered, cells, most };
}
