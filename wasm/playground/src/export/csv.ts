/** Results as CSV (RFC 4180): a column for each label; range queries have a row for each series and step. */
import type { Value } from "../api";
import { type Labels, labelNames } from "../text/labels";
import { formatValue } from "../text/number";

function cell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const row = (cells: readonly string[]) => `${cells.map(cell).join(",")}\r\n`;

const iso = (ms: number) => new Date(ms).toISOString();

interface Cell {
  labels: Labels;
  ms: number;
  value: string;
}

function* cells(value: Value): Generator<Cell> {
  if (value.type === "scalar") yield { labels: {}, ms: value.time, value: formatValue(value.value) };
  else if (value.type === "string") yield { labels: {}, ms: value.time, value: value.value };
  else if (value.type === "vector") {
    for (const { labels, value: float, histogram } of value.samples) {
      yield { labels, ms: value.time, value: histogram ? JSON.stringify(histogram) : formatValue(float ?? Number.NaN) };
    }
  } else if (value.type === "matrix") {
    for (const { labels, values, present, histograms } of value.series) {
      for (let step = 0; step < value.steps; step += 1) {
        const histogram = histograms?.get(step);
        if (!present[step] && !histogram) continue;
        const text = histogram ? JSON.stringify(histogram) : formatValue(values[step] ?? Number.NaN);
        yield { labels, ms: value.start + step * value.step, value: text };
      }
    }
  } else {
    for (const { labels, times, values, histograms } of value.series) {
      for (const [index, ms] of times.entries()) {
        const histogram = histograms?.get(index);
        yield { labels, ms, value: histogram ? JSON.stringify(histogram) : formatValue(values[index] ?? Number.NaN) };
      }
    }
  }
}

/** The whole result. */
export function toCsv(value: Value): string {
  const rows = [...cells(value)];
  const names = labelNames(rows.map(({ labels }) => labels));
  const head = row([...names, "time", "value"]);
  return (
    head +
    rows.map(({ labels, ms, value }) => row([...names.map((name) => labels[name] ?? ""), iso(ms), value])).join("")
  );
}
