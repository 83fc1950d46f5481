/** The state of one panel: a query, when it is evaluated, and how the result is shown. */
import { type Signal, signal } from "@preact/signals";
import type { QueryResult, Range } from "../api";

export type Tab = "table" | "graph" | "explain" | "plan";
export const TABS: readonly Tab[] = ["table", "graph", "explain", "plan"];

/** The answer of the newest evaluation of a kind. */
export interface Answer {
  result: QueryResult;
  /** What was asked, for exports and titles. */
  text: string;
}

export interface RunState {
  running: boolean;
  progress: number;
  instant: Answer | null;
  range: Answer | null;
  /** Whether the query does not parse any more, so that the answers are those of the text before. */
  isStale: boolean;
}

export interface PanelOptions {
  text?: string;
  tab?: Tab;
  endMs?: number | null;
  rangeMs?: number | null;
  stepMs?: number | null;
  stacked?: boolean;
  log?: boolean;
  tree?: boolean;
}

export interface Panel {
  readonly id: number;
  readonly text: Signal<string>;
  readonly tab: Signal<Tab>;
  /** `null` is the newest sample. */
  readonly endMs: Signal<number | null>;
  /** `null` is from the oldest sample to the newest. */
  readonly rangeMs: Signal<number | null>;
  /** `null` is a 250th of the range. */
  readonly stepMs: Signal<number | null>;
  readonly stacked: Signal<boolean>;
  readonly log: Signal<boolean>;
  readonly tree: Signal<boolean>;
  /** The chosen node of the tree, which is evaluated in place of the whole query. */
  readonly focus: Signal<Range | null>;
  readonly run: Signal<RunState>;
  /** Series that are hidden in the graph, by their labels as text. */
  readonly hidden: Signal<ReadonlySet<string>>;
}

let nextId = 0;

/** A new panel. */
export function createPanel(options: PanelOptions = {}): Panel {
  return {
    id: nextId++,
    text: signal(options.text ?? ""),
    tab: signal(options.tab ?? "graph"),
    endMs: signal(options.endMs ?? null),
    rangeMs: signal(options.rangeMs ?? null),
    stepMs: signal(options.stepMs ?? null),
    stacked: signal(options.stacked ?? false),
    log: signal(options.log ?? false),
    tree: signal(options.tree ?? false),
    focus: signal(null),
    run: signal({ running: false, progress: 0, instant: null, range: null, isStale: false }),
    hidden: signal(new Set<string>()),
  };
}

/** The text that is evaluated: the chosen node, or everything. */
export function evaluatedText(panel: Panel): string {
  const focus = panel.focus.value;
  return focus ? panel.text.value.slice(focus.from, focus.to) : panel.text.value;
}
