/** Panels as a link: Prometheus's own parameters (`g0.expr`, `g0.range_input`, …), in the part after `#`, which is never sent. */
import { formatDuration, parseDuration } from "../text/duration";
import type { PanelOptions, Tab } from "./panel";
import { TABS } from "./panel";

/** What a link holds besides panels. */
export interface LinkData {
  panels: PanelOptions[];
  /** The name of a bundled sample. */
  sample: string | null;
  /** Files, compressed; see `compress.ts`. */
  data: string | null;
}

/** Prometheus writes times in UTC as `2026-11-23 08:12:29`; ours have milliseconds where there are some. */
function writeTime(ms: number): string {
  return new Date(ms).toISOString().replace("T", " ").replace(".000", "").replace("Z", "");
}

function readTime(text: string | null): number | null {
  if (!text) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.trim().replace(" ", "T")}Z`);
  return Number.isNaN(ms) ? null : ms;
}

/** Prometheus's old pages number their tabs, and wrote `tab=0` for the graph. */
function readTab(text: string | null): Tab {
  if (text === "0") return "graph";
  if (text === "1") return "table";
  return TABS.find((tab) => tab === text) ?? "table";
}

function panelParams(index: number, panel: PanelOptions): [string, string][] {
  const params: [string, string | null | undefined | false][] = [
    ["expr", panel.text ?? ""],
    ["tab", panel.tab],
    ["end_input", panel.endMs != null && writeTime(panel.endMs)],
    ["range_input", panel.rangeMs != null && formatDuration(panel.rangeMs)],
    ["step_input", panel.stepMs != null && String(panel.stepMs / 1000)],
    ["stacked", panel.stacked && "1"],
    ["log", panel.log && "1"],
    ["show_tree", panel.tree && "1"],
  ];
  return params.flatMap(([name, value]) => (value || value === "" ? [[`g${index}.${name}`, value]] : []));
}

/** The parameters of a link. */
export function writeLink(link: LinkData): string {
  const params = new URLSearchParams(link.panels.flatMap((panel, index) => panelParams(index, panel)));
  if (link.sample) params.set("sample", link.sample);
  if (link.data) params.set("data", link.data);
  return params.toString();
}

function readPanel(params: URLSearchParams, index: number): PanelOptions | null {
  const get = (name: string) => params.get(`g${index}.${name}`);
  const text = get("expr");
  if (text === null) return null;
  const step = get("step_input") ?? (get("res_type") === "fixed" ? get("res_step") : null);
  return {
    text,
    tab: readTab(get("tab")),
    endMs: readTime(get("end_input") ?? get("moment_input")),
    rangeMs: parseDuration(get("range_input") ?? ""),
    stepMs: parseDuration(step ?? ""),
    stacked: get("stacked") === "1" || get("display_mode") === "stacked",
    log: get("log") === "1",
    tree: get("show_tree") === "1",
  };
}

/** Reads a link of this page or of a Prometheus server: `search` and `hash` as `location` has them. */
export function readLink(search: string, hash: string): LinkData {
  const inHash = new URLSearchParams(hash.replace(/^#/, ""));
  const params =
    inHash.has("g0.expr") || inHash.has("data") || inHash.has("sample") ? inHash : new URLSearchParams(search);
  const panels: PanelOptions[] = [];
  for (let index = 0; ; index += 1) {
    const panel = readPanel(params, index);
    if (!panel) break;
    panels.push(panel);
  }
  return { panels, sample: params.get("sample"), data: params.get("data") };
}
