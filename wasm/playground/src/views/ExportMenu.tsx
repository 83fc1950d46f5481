/** Exports of a panel's result: CSV, the JSON of Prometheus's API, an Arrow stream, a picture, findings as Markdown. */
import type { RefObject } from "preact";
import { toCsv } from "../export/csv";
import { diagnosticsMarkdown } from "../export/diagnostics";
import { copy, download } from "../export/download";
import { toPng } from "../export/png";
import { timesOf } from "../query/times";
import { notify } from "../state/notices";
import { evaluatedText, type Panel } from "../state/panel";
import { languageOptions } from "../state/settings";
import { engine } from "../toolkit";
import { Menu } from "./controls";
import { diagnosticsOf } from "./EditorView";
import { linesOf } from "./graph_data";

const answerOf = (panel: Panel) => (panel.tab.peek() === "graph" ? panel.run.peek().range : panel.run.peek().instant);

function exportCsv(panel: Panel): void {
  const result = answerOf(panel)?.result;
  if (result?.ok) download("result.csv", toCsv(result.value), "text/csv");
}

/** A range query for the graph, else an instant one. */
function optionsOf(panel: Panel) {
  const { startMs, endMs, stepMs } = timesOf(panel);
  const language = languageOptions.peek();
  if (panel.tab.peek() === "graph") return { ...language, start: startMs, end: endMs, step: stepMs };
  return { ...language, time: endMs };
}

async function exportJson(panel: Panel): Promise<void> {
  const json = await engine.peek()?.queryJson(evaluatedText(panel), optionsOf(panel));
  if (json) download("result.json", json, "application/json");
}

async function exportArrow(panel: Panel): Promise<void> {
  const answer = await engine.peek()?.queryArrow(evaluatedText(panel), optionsOf(panel));
  if (answer?.ok) download("result.arrow", answer.bytes as BlobPart, "application/vnd.apache.arrow.stream");
  else if (answer) throw new Error(answer.error.message);
}

async function exportPng(panel: Panel, root: HTMLElement | null): Promise<void> {
  const canvas = root?.querySelector<HTMLCanvasElement>(".chart canvas, .heatmap canvas");
  const result = answerOf(panel)?.result;
  if (!canvas || !result?.ok || result.value.type !== "matrix") return;
  const hidden = panel.hidden.peek();
  const lines = linesOf(result.value.series).lines.filter(({ id }) => !hidden.has(id));
  const named = canvas.closest(".chart") ? lines.map(({ id, color }) => ({ name: id, color })) : [];
  const blob = await toPng(canvas, evaluatedText(panel), named);
  if (blob) download("graph.png", blob, "image/png");
}

/** A failed export is shown; it never ends in silence. */
function attempt(work: Promise<void>): void {
  work.catch((error: unknown) =>
    notify(`The export failed: ${error instanceof Error ? error.message : error}`, "error"),
  );
}

export function ExportMenu({ panel, root }: { panel: Panel; root: RefObject<HTMLElement | null> }) {
  const isGraph = panel.tab.value === "graph";
  const has = (isGraph ? panel.run.value.range : panel.run.value.instant)?.result.ok === true;
  const text = panel.text.value;
  return (
    <Menu
      label="Export"
      icon="export"
      items={[
        { label: "CSV", disabled: !has, onClick: () => exportCsv(panel) },
        { label: "JSON of Prometheus's API", disabled: !has, onClick: () => attempt(exportJson(panel)) },
        { label: "Arrow stream", disabled: !has, onClick: () => attempt(exportArrow(panel)) },
        { label: "PNG", disabled: !has || !isGraph, onClick: () => attempt(exportPng(panel, root.current)) },
        {
          label: "Copy findings as Markdown",
          onClick: () => void copy(diagnosticsMarkdown(text, diagnosticsOf(text)), "Findings"),
        },
      ]}
    />
  );
}
