/** Metrics of the loaded data with type, help, labels and values. A click puts one into the query. */
import { useEffect, useState } from "preact/hooks";
import type { Engine } from "../api";
import { dataVersion } from "../data/sources";
import { openQuery } from "../open";
import { formatMetricName, labelName, quote } from "../text/labels";
import { counted, formatCount } from "../text/number";
import { engine } from "../toolkit";

type Metric = Awaited<ReturnType<Engine["metrics"]>>[number];

const SHOWN = 300;
const SHOWN_VALUES = 12;

interface LabelValues {
  label: string;
  values: string[];
}

/** Histograms and counters are nearly always read through rate. */
function suggestion(metric: Metric): string {
  const name = formatMetricName(metric.name);
  if (metric.type === "counter" || metric.type === "histogram") return `rate(${name}[5m])`;
  return name;
}

async function labelsOf(ready: Engine, selector: string): Promise<LabelValues[]> {
  const names = (await ready.labelNames(selector)).filter((name) => name !== "__name__");
  return Promise.all(names.map(async (label) => ({ label, values: await ready.labelValues(label, selector) })));
}

function Labels({ metric }: { metric: Metric }) {
  const [labels, setLabels] = useState<LabelValues[] | null>(null);
  const ready = engine.value;
  const selector = formatMetricName(metric.name);
  useEffect(() => {
    if (ready) void labelsOf(ready, selector).then(setLabels);
  }, [ready, selector]);
  if (!labels) return <p class="hint">…</p>;
  return (
    <dl class="metric-labels">
      {labels.map(({ label, values }) => (
        <div key={label}>
          <dt>
            <span class="tok-label">{label}</span> <span class="hint">{formatCount(values.length)}</span>
          </dt>
          <dd>
            {values.slice(0, SHOWN_VALUES).map((value) => (
              <button
                type="button"
                key={value}
                class="chip"
                onClick={() => openQuery(`${selector}{${labelName(label)}=${quote(value)}}`)}
              >
                {value || '""'}
              </button>
            ))}
            {values.length > SHOWN_VALUES && (
              <span class="hint">and {formatCount(values.length - SHOWN_VALUES)} more</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function MetricRow({ metric }: { metric: Metric }) {
  const [open, setOpen] = useState(false);
  const query = suggestion(metric);
  return (
    <li>
      <div class="metric-row">
        <button
          type="button"
          class="metric-name"
          title={metric.help ?? metric.name}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {metric.name}
        </button>
        {metric.type && <span class="hint">{metric.type}</span>}
      </div>
      {open && (
        <div class="metric-open">
          {metric.help && <p>{metric.help}</p>}
          <p class="row">
            <button type="button" class="chip action" onClick={() => openQuery(formatMetricName(metric.name))}>
              show
            </button>
            {query !== formatMetricName(metric.name) && (
              <button type="button" class="chip action" onClick={() => openQuery(query)}>
                {query}
              </button>
            )}
          </p>
          <Labels metric={metric} />
        </div>
      )}
    </li>
  );
}

export function Explorer() {
  const [metrics, setMetrics] = useState<Metric[]>([]);
  const [filter, setFilter] = useState("");
  const ready = engine.value;
  const version = dataVersion.value;
  useEffect(() => {
    if (ready) void ready.metrics().then(setMetrics);
  }, [ready, version]);
  const needle = filter.toLowerCase();
  const kept = metrics.filter(
    ({ name, help }) => name.toLowerCase().includes(needle) || help?.toLowerCase().includes(needle),
  );
  return (
    <div class="explorer">
      <input
        type="search"
        placeholder="Filter metrics by name or help"
        aria-label="Filter metrics"
        value={filter}
        onInput={(e) => setFilter(e.currentTarget.value)}
      />
      <p class="hint count">{counted(kept.length, "metric", "metrics")}</p>
      <ul>
        {kept.slice(0, SHOWN).map((metric) => (
          <MetricRow key={metric.name} metric={metric} />
        ))}
      </ul>
      {kept.length > SHOWN && <p class="hint">and {formatCount(kept.length - SHOWN)} more; filter to see them</p>}
    </div>
  );
}
