/** Evaluates panels: the newest question wins, an older one is cancelled. */
import { effect } from "@preact/signals";
import type { Engine, LanguageOptions, QueryResult } from "../api";
import { dataVersion, loading } from "../data/sources";
import { remember } from "../state/history";
import { type Answer, evaluatedText, type Panel, type RunState } from "../state/panel";
import { languageOptions, settings } from "../state/settings";
import { engine, restarts } from "../toolkit";
import { Task } from "./task";
import { type Times, timesOf } from "./times";

const TYPING_PAUSE_MS = 250;
/** How long a query runs before the page shows that it does. */
const SHOWN_AFTER_MS = 120;

type Kind = "instant" | "range";

interface Question {
  kind: Kind;
  text: string;
  times: Times;
  options: LanguageOptions;
}

const running = new Map<number, Task>();
const timers = new Map<number, ReturnType<typeof setTimeout>>();

function update(panel: Panel, change: Partial<RunState>): void {
  panel.run.value = { ...panel.run.peek(), ...change };
}

function ask(
  engine: Engine,
  question: Question,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<QueryResult> {
  const { times, options } = question;
  const common = { ...options, signal, onProgress };
  if (question.kind === "instant") return engine.query(question.text, { ...common, time: times.endMs });
  return engine.queryRange(question.text, { ...common, start: times.startMs, end: times.endMs, step: times.stepMs });
}

/** A rejected promise is a defect of the engine, not of the query, but it is shown all the same. */
function trapped(error: unknown): QueryResult {
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, error: { kind: "trap", message, diagnostics: [] }, annotations: [] };
}

async function evaluate(panel: Panel, engine: Engine, question: Question): Promise<void> {
  running.get(panel.id)?.supersede();
  const task = new Task();
  running.set(panel.id, task);
  // Most queries take some milliseconds: a button that changes for so long would flicker.
  const shown = setTimeout(() => update(panel, { running: true, progress: 0 }), SHOWN_AFTER_MS);
  const work = ask(engine, question, task.signal, (progress) => {
    if (!task.isSuperseded) update(panel, { progress });
  });
  const result = await task.start(work.catch(trapped));
  clearTimeout(shown);
  if (task.isSuperseded) return;
  running.delete(panel.id);
  const answer: Answer = { result, text: question.text };
  const isBroken = !result.ok && result.error.kind === "parse";
  // While a query is typed it is broken most of the time: the last result stays, and the findings say what is wrong.
  if (isBroken && panel.run.peek()[question.kind]?.result.ok) update(panel, { running: false, isStale: true });
  else update(panel, { running: false, isStale: false, [question.kind]: answer });
}

function questionOf(panel: Panel): Question {
  const kind = panel.tab.value === "graph" ? "range" : "instant";
  return { kind, text: evaluatedText(panel), times: timesOf(panel), options: languageOptions.value };
}

/** Evaluates at once, and puts the query into the history. */
export function runNow(panel: Panel): void {
  clearTimeout(timers.get(panel.id));
  remember(panel.text.peek());
  const ready = engine.peek();
  if (ready && panel.text.peek().trim() !== "") void evaluate(panel, ready, questionOf(panel));
}

/** Stops what the panel computes. */
export function stop(panel: Panel): void {
  clearTimeout(timers.get(panel.id));
  running.get(panel.id)?.stop();
}

/** Gives up what the panel computes, because it asks for nothing any more. */
function giveUp(panel: Panel): void {
  running.get(panel.id)?.supersede();
  running.delete(panel.id);
}

/** Follows a panel: evaluates it again when its question or the data changes. Returns how to stop following. */
export function follow(panel: Panel): () => void {
  let lastText = panel.text.peek();
  const dispose = effect(() => {
    dataVersion.value;
    restarts.value;
    const ready = engine.value;
    const question = questionOf(panel);
    const typed = panel.text.value !== lastText;
    lastText = panel.text.value;
    clearTimeout(timers.get(panel.id));
    if (!ready || loading.value !== null) return;
    if (panel.text.value.trim() === "") {
      giveUp(panel);
      panel.run.value = { running: false, progress: 0, instant: null, range: null, isStale: false };
      return;
    }
    if (typed && !settings.evaluateWhileTyping.peek()) return;
    const start = () => void evaluate(panel, ready, question);
    timers.set(panel.id, setTimeout(start, typed ? TYPING_PAUSE_MS : 0));
  });
  return () => {
    dispose();
    clearTimeout(timers.get(panel.id));
    giveUp(panel);
    timers.delete(panel.id);
  };
}
