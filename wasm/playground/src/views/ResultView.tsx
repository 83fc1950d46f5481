/** The result of a panel's evaluation for the chosen tab, with its warnings and what it cost. */

import { extent, sources } from "../data/sources";
import type { Answer, Panel } from "../state/panel";
import { formatElapsed } from "../text/duration";
import { counted, formatCount } from "../text/number";
import { Annotations } from "./Annotations";
import { Button } from "./controls";
import { dataDialogOpen } from "./DataDialog";
import { ErrorBox } from "./ErrorBox";
import { Graph } from "./Graph";
import { PlanView } from "./PlanView";
import { ResultTable } from "./ResultTable";

function Footer({ answer }: { answer: Answer }) {
  const { result } = answer;
  if (!result.ok) return null;
  const { value, stats } = result;
  const series = value.type === "vector" ? value.samples.length : "series" in value ? value.series.length : 1;
  return (
    <p class="panel-foot" role="status">
      {counted(series, "series", "series")} · {formatCount(stats.samplesRead)} samples read ·{" "}
      {formatElapsed(stats.elapsedMs)}
    </p>
  );
}

function Result({ panel, answer }: { panel: Panel; answer: Answer }) {
  const { result, text } = answer;
  if (!result.ok) {
    return (
      <>
        <ErrorBox error={result.error} text={text} />
        <Annotations annotations={result.annotations} text={text} />
      </>
    );
  }
  const { value } = result;
  const isGraph = panel.tab.value === "graph";
  return (
    <>
      <Annotations annotations={result.annotations} text={text} />
      {isGraph && value.type === "matrix" ? <Graph panel={panel} matrix={value} /> : <ResultTable value={value} />}
      <Footer answer={answer} />
    </>
  );
}

function Empty() {
  if (sources.value.length > 0) {
    return <p class="empty">Type a query, or choose a metric or an example at the side.</p>;
  }
  return (
    <div class="empty">
      <p>Drop metrics files on the page: text, OpenMetrics, JSON lines or Arrow.</p>
      <Button
        label="Choose data"
        icon="data"
        onClick={() => {
          dataDialogOpen.value = true;
        }}
      />
    </div>
  );
}

export function ResultView({ panel }: { panel: Panel }) {
  const { running, progress, instant, range, isStale } = panel.run.value;
  const tab = panel.tab.value;
  const answer = tab === "graph" ? range : instant;
  const isOneTime = extent.value !== null && extent.value.minMs === extent.value.maxMs;
  const isEmpty = panel.text.value.trim() === "";
  return (
    <div class={running ? "result-view running" : "result-view"} aria-busy={running}>
      {running && <progress aria-label="Evaluating" {...(progress > 0 ? { value: progress } : {})} />}
      {isEmpty && <Empty />}
      {!isEmpty && tab === "plan" && <PlanView panel={panel} />}
      {!isEmpty && isStale && (
        <p class="stale-note" role="status">
          The query has an error. This is the result of the text before it.
        </p>
      )}
      {!isEmpty && tab === "graph" && isOneTime && (
        <p class="stale-note">The data has samples at one time alone, as a metrics page has. The table shows them.</p>
      )}
      {!isEmpty && tab !== "plan" && answer && (
        <div class={isStale ? "stale" : undefined}>
          <Result panel={panel} answer={answer} />
        </div>
      )}
    </div>
  );
}
