/** The tab with the plan of the query and what its last evaluation cost. */
import { useEffect, useState } from "preact/hooks";
import type { Stats } from "../api";
import { timesOf } from "../query/times";
import { evaluatedText, type Panel } from "../state/panel";
import { languageOptions } from "../state/settings";
import { formatElapsed } from "../text/duration";
import { formatBytes, formatCount } from "../text/number";
import { engine } from "../toolkit";

function Cost({ stats }: { stats: Stats }) {
  const rows: [string, string][] = [
    ["series read", formatCount(stats.seriesRead)],
    ["samples read", formatCount(stats.samplesRead)],
    ["memory held at once", formatBytes(stats.peakBytes)],
    ["time in the engine", formatElapsed(stats.elapsedMs)],
  ];
  return (
    <dl class="cost">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function PlanView({ panel }: { panel: Panel }) {
  const [plan, setPlan] = useState("");
  const text = evaluatedText(panel);
  const ready = engine.value;
  const { endMs } = timesOf(panel);
  const language = languageOptions.value;
  useEffect(() => {
    let current = true;
    void ready?.explain(text, { ...language, time: endMs }).then((answer) => {
      if (current) setPlan(answer.ok ? answer.text : answer.error.message);
    });
    return () => {
      current = false;
    };
  }, [ready, text, language, endMs]);
  const { instant, range } = panel.run.value;
  const result = (instant ?? range)?.result;
  return (
    <div class="plan">
      {result?.ok && <Cost stats={result.stats} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard. */}
      <section class="plan-text" tabIndex={0} aria-label="Plan">
        <pre>{plan}</pre>
      </section>
    </div>
  );
}
