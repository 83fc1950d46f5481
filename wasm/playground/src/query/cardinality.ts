/** How many values each label of some series has, and which are the most frequent. */
import type { Value } from "../api";
import type { Labels } from "../text/labels";

export interface LabelCount {
  label: string;
  values: number;
  /** The most frequent values with the number of their series. */
  top: { value: string; series: number }[];
}

const TOP = 5;

/** The label sets of a result; scalars and strings have none. */
export function labelSets(value: Value): Labels[] {
  if (value.type === "vector") return value.samples.map((sample) => sample.labels);
  if (value.type === "matrix" || value.type === "range-vector") return value.series.map((series) => series.labels);
  return [];
}

/** Labels by falling number of values. */
export function cardinality(sets: readonly Labels[]): LabelCount[] {
  const counts = new Map<string, Map<string, number>>();
  for (const labels of sets) {
    for (const [label, value] of Object.entries(labels)) {
      const values = counts.get(label) ?? new Map<string, number>();
      values.set(value, (values.get(value) ?? 0) + 1);
      counts.set(label, values);
    }
  }
  const rows = [...counts].map(([label, values]) => ({
    label,
    values: values.size,
    top: [...values]
      .map(([value, series]) => ({ value, series }))
      .sort((a, b) => b.series - a.series || (a.value < b.value ? -1 : 1))
      .slice(0, TOP),
  }));
  return rows.sort((a, b) => b.values - a.values || (a.label < b.label ? -1 : 1));
}
