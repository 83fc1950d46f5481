/** What is known of metrics and labels, as the module takes it: texts one after the other. */

import type { MetadataAnswer } from "./types.js";

/** Answers of completion. */
export function answerTexts(answers: MetadataAnswer[]): string[] {
  const texts: string[] = [];
  for (const answer of answers) {
    if ("metrics" in answer) {
      texts.push("metrics", String(answer.metrics.length));
      for (const { name, type, unit, help } of answer.metrics) texts.push(name, type ?? "", unit ?? "", help ?? "");
    } else {
      texts.push("values", String(answer.values.length), ...answer.values);
    }
  }
  return texts;
}

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
  labels?: Record<string, LabelRow>;
}

interface SnapshotFile {
  version: number;
  of_targets?: boolean;
  metrics: Record<string, MetricRow>;
}

/** The version of snapshots that can be read. */
const VERSION = 1;

type Snapshot = { ok: true; ofTargets: boolean; texts: string[] } | { ok: false; message: string };

/** A snapshot as `promenade snapshot` writes it. */
export function snapshotTexts(text: string): Snapshot {
  try {
    const file = JSON.parse(text) as SnapshotFile;
    if (file.version !== VERSION) {
      const message = `the snapshot has the version ${file.version}, and only ${VERSION} can be read`;
      return { ok: false, message };
    }
    const texts = Object.entries(file.metrics).flatMap(([name, row]) => [name, ...metricTexts(row)]);
    return { ok: true, ofTargets: file.of_targets === true, texts };
  } catch (error) {
    return { ok: false, message: `this is not a snapshot of \`promenade snapshot\`: ${String(error)}` };
  }
}

function metricTexts(row: MetricRow): string[] {
  const labels = Object.entries(row.labels ?? {});
  const texts = [row.type ?? "", row.unit ?? "", row.help ?? "", String(row.n_series), String(labels.length)];
  for (const [name, label] of labels) {
    texts.push(name, String(label.n_values), label.on_all ? "1" : "0");
    texts.push(label.values ? String(label.values.length) : "", ...(label.values ?? []));
  }
  return texts.map(String);
}
