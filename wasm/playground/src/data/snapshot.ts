/** What the language knows of the loaded data: a snapshot as `promenade snapshot` writes it, for lints, hover and completion. */
import { effect } from "@preact/signals";
import type { Engine, MetricInfo } from "../api";
import { labelSets } from "../query/cardinality";
import type { Labels } from "../text/labels";
import { engine, language, metadataVersion } from "../toolkit";
import { dataVersion, extent } from "./sources";

/** More series are not listed: lints then know what the text itself tells. */
const MOST_SERIES = 100_000;
const MOST_VALUES = 50;

interface LabelRow {
  n_values: number;
  on_all: boolean;
  values?: string[];
}

interface MetricRow {
  type?: string;
  unit?: string;
  help?: string;
  n_series: number;
  labels: Record<string, LabelRow>;
}

function labelRows(sets: readonly Labels[]): Record<string, LabelRow> {
  const values = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const labels of sets) {
    for (const [name, value] of Object.entries(labels)) {
      if (name === "__name__") continue;
      values.set(name, (values.get(name) ?? new Set<string>()).add(value));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const row = (name: string, found: Set<string>): LabelRow => ({
    n_values: found.size,
    on_all: counts.get(name) === sets.length,
    ...(found.size <= MOST_VALUES ? { values: [...found].sort() } : {}),
  });
  return Object.fromEntries([...values].map(([name, found]) => [name, row(name, found)]));
}

/** The snapshot of series and of what is known of their metrics. */
export function snapshotOf(sets: readonly Labels[], infos: readonly MetricInfo[]): string {
  const byName = new Map<string, Labels[]>();
  for (const labels of sets) {
    const name = labels.__name__ ?? "";
    const series = byName.get(name) ?? [];
    series.push(labels);
    byName.set(name, series);
  }
  const known = new Map(infos.map((info) => [info.name, info]));
  const metrics: Record<string, MetricRow> = {};
  for (const [name, series] of byName) {
    const { type, unit, help } = known.get(name) ?? {};
    const about = { ...(type ? { type } : {}), ...(unit ? { unit } : {}), ...(help ? { help } : {}) };
    metrics[name] = { ...about, n_series: series.length, labels: labelRows(series) };
  }
  const has = (label: string) => sets.some((labels) => label in labels);
  return JSON.stringify({ version: 1, of_targets: !has("job") || !has("instance"), metrics });
}

async function seriesOf(ready: Engine, { minMs, maxMs }: { minMs: number; maxMs: number }): Promise<Labels[] | null> {
  const text = `last_over_time({__name__=~".+"}[${maxMs - minMs + 1}ms])`;
  const result = await ready.query(text, { time: maxMs, maxSamples: 10 * MOST_SERIES });
  return result.ok ? labelSets(result.value) : null;
}

async function update(ready: Engine, times: { minMs: number; maxMs: number }, isCurrent: () => boolean): Promise<void> {
  const [sets, infos] = [await seriesOf(ready, times), await ready.metrics()];
  if (!isCurrent() || !sets || sets.length > MOST_SERIES) return;
  const set = language.peek()?.setMetadata(snapshotOf(sets, infos));
  if (set && !set.ok) throw new Error(`the snapshot is refused: ${set.message}`);
  metadataVersion.value += 1;
}

/** Keeps the language in step with the data. */
export function followData(): void {
  effect(() => {
    const version = dataVersion.value;
    const [ready, times] = [engine.value, extent.value];
    if (!language.value || !ready || !times) return;
    void update(ready, times, () => dataVersion.peek() === version);
  });
}
