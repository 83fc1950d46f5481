/** The result of an instant query as a table: labels that differ are columns, labels that all series share stand above. */
import { useMemo, useState } from "preact/hooks";
import type { Histogram, Value } from "../api";
import { settings } from "../state/settings";
import { commonLabels, formatMetric, type Labels, labelNames, withoutLabels } from "../text/labels";
import { counted, formatCount, formatValue, shortValue } from "../text/number";
import { formatTime } from "../text/time";
import { Button } from "./controls";
import { Metric } from "./Metric";

interface Row {
  labels: Labels;
  value: number | null;
  text: string;
  histogram?: Histogram;
  /** Samples of a range vector. */
  samples?: { ms: number; text: string }[];
}

const PAGE = 200;

function rowsOf(value: Value): Row[] {
  if (value.type === "scalar") return [{ labels: {}, value: value.value, text: formatValue(value.value) }];
  if (value.type === "string") return [{ labels: {}, value: null, text: value.value }];
  if (value.type === "vector") {
    return value.samples.map(({ labels, value: float, histogram }) =>
      histogram
        ? { labels, value: histogram.count, text: histogramText(histogram), histogram }
        : { labels, value: float ?? Number.NaN, text: formatValue(float ?? Number.NaN) },
    );
  }
  if (value.type === "range-vector") {
    return value.series.map(({ labels, times, values, histograms }) => {
      const samples = [...times].map((ms, index) => {
        const histogram = histograms?.get(index);
        return { ms, text: histogram ? histogramText(histogram) : formatValue(values[index] ?? Number.NaN) };
      });
      return { labels, value: values.at(-1) ?? null, text: "", samples };
    });
  }
  return [];
}

function histogramText({ count, sum }: Histogram): string {
  return `count ${shortValue(count)}, sum ${shortValue(sum)}`;
}

function Buckets({ histogram }: { histogram: Histogram }) {
  const most = Math.max(...histogram.buckets.map((bucket) => bucket.count), 1e-300);
  return (
    <details class="buckets">
      <summary>{histogramText(histogram)}</summary>
      <ul>
        {histogram.buckets.map((bucket) => (
          <li key={bucket.lower}>
            <span class="bound">
              {shortValue(bucket.lower)} – {shortValue(bucket.upper)}
            </span>
            <span class="bar" style={{ width: `${(100 * bucket.count) / most}px` }} />
            {shortValue(bucket.count)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Samples({ samples }: { samples: { ms: number; text: string }[] }) {
  return (
    <details class="buckets">
      <summary>{counted(samples.length, "sample", "samples")}</summary>
      <ul>
        {samples.map(({ ms, text }) => (
          <li key={ms}>
            <span class="bound">{formatTime(ms, settings.zone.value)}</span> {text}
          </li>
        ))}
      </ul>
    </details>
  );
}

type Order = { column: string; down: boolean } | null;

function sorted(rows: readonly Row[], order: Order): readonly Row[] {
  if (!order) return rows;
  const sign = order.down ? -1 : 1;
  const key = (row: Row): number | string =>
    order.column === "" ? (row.value ?? row.text) : (row.labels[order.column] ?? "");
  return [...rows].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (typeof x === "number" && typeof y === "number") {
      return Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : sign * (x - y);
    }
    return sign * String(x).localeCompare(String(y), undefined, { numeric: true });
  });
}

function Header({
  column,
  title,
  order,
  onOrder,
}: {
  column: string;
  title: string;
  order: Order;
  onOrder: (order: Order) => void;
}) {
  const active = order?.column === column;
  // Labels begin with the smallest, values with the largest; a third click gives the order of the answer back.
  const first = column === "";
  const next: Order = !active ? { column, down: first } : order.down === first ? { column, down: !first } : null;
  return (
    <th
      scope="col"
      class={column === "" ? "number" : undefined}
      aria-sort={active ? (order.down ? "descending" : "ascending") : "none"}
    >
      <button type="button" onClick={() => onOrder(next)}>
        {title}
        <span class="sort" aria-hidden="true">
          {active ? (order.down ? "↓" : "↑") : ""}
        </span>
      </button>
    </th>
  );
}

function ValueCell({ row }: { row: Row }) {
  if (row.histogram) return <Buckets histogram={row.histogram} />;
  if (row.samples) return <Samples samples={row.samples} />;
  return <>{row.text}</>;
}

export function ResultTable({ value }: { value: Value }) {
  const [filter, setFilter] = useState("");
  const [order, setOrder] = useState<Order>(null);
  const [limit, setLimit] = useState(PAGE);
  const rows = useMemo(() => rowsOf(value), [value]);
  const common = useMemo(() => (rows.length > 1 ? commonLabels(rows.map((row) => row.labels)) : {}), [rows]);
  if (rows.length === 0) return <p class="empty">No series match at this time.</p>;
  const needle = filter.toLowerCase();
  const kept = needle ? rows.filter((row) => formatMetric(row.labels).toLowerCase().includes(needle)) : rows;
  const shown = sorted(kept, order).slice(0, limit);
  const columns = labelNames(rows.map((row) => withoutLabels(row.labels, common)));
  return (
    <div class="result">
      <div class="result-tools">
        {rows.length > 8 && (
          <input
            type="search"
            placeholder="Filter series"
            aria-label="Filter series"
            value={filter}
            onInput={(e) => setFilter(e.currentTarget.value)}
          />
        )}
        {Object.keys(common).length > 0 && (
          <p class="common">
            <span class="hint">all series </span>
            <Metric labels={common} />
          </p>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard. */}
      <section class="table-scroll" tabIndex={0} aria-label="Result">
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <Header
                  key={column}
                  column={column}
                  title={column === "__name__" ? "metric" : column}
                  order={order}
                  onOrder={setOrder}
                />
              ))}
              <Header column="" title="value" order={order} onOrder={setOrder} />
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={formatMetric(row.labels)}>
                {columns.map((column) => (
                  <td key={column}>{row.labels[column] ?? ""}</td>
                ))}
                <td class="number">
                  <ValueCell row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {kept.length > shown.length && (
        <p class="more">
          {formatCount(shown.length)} of {formatCount(kept.length)} series.{" "}
          <Button
            label={`Show ${formatCount(Math.min(kept.length - shown.length, 10 * PAGE))} more`}
            onClick={() => setLimit(limit + 10 * PAGE)}
          />
        </p>
      )}
    </div>
  );
}
