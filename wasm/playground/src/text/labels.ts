/** Label sets as text and as sort keys. */

export type Labels = Record<string, string>;

const BARE = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** A PromQL string literal. */
export function quote(value: string): string {
  return JSON.stringify(value);
}

/** A label name as it stands in a selector: quoted where it is no plain name. */
export function labelName(name: string): string {
  return BARE.test(name) ? name : quote(name);
}

/** A selector for exactly these labels, which is how Prometheus writes a metric: `up{job="node"}`. */
export function formatMetric(labels: Labels): string {
  const name = labels.__name__ ?? "";
  const bare = name === "" || METRIC.test(name);
  const pairs = Object.keys(labels)
    .filter((label) => label !== "__name__")
    .sort()
    .map((label) => `${labelName(label)}=${quote(labels[label] ?? "")}`);
  if (!bare) pairs.unshift(quote(name));
  const braces = pairs.length > 0 || name === "" ? `{${pairs.join(", ")}}` : "";
  return (bare ? name : "") + braces;
}

/** The name of a metric as an expression: `{"http.requests"}` where it is no plain name. */
export function formatMetricName(name: string): string {
  return METRIC.test(name) ? name : `{${quote(name)}}`;
}

/** All label names of the series in order; the metric name first. */
export function labelNames(sets: readonly Labels[]): string[] {
  const names = new Set<string>();
  for (const labels of sets) for (const name of Object.keys(labels)) names.add(name);
  return [...names].sort((a, b) => Number(b === "__name__") - Number(a === "__name__") || (a < b ? -1 : 1));
}

/** The labels that all sets share with one value. */
export function commonLabels(sets: readonly Labels[]): Labels {
  const [first, ...rest] = sets;
  if (!first) return {};
  const same = Object.entries(first).filter(([name, value]) => rest.every((labels) => labels[name] === value));
  return Object.fromEntries(same);
}

/** The labels without the given ones. */
export function withoutLabels(labels: Labels, without: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !(name in without)));
}
