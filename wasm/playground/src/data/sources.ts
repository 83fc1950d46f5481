/** The data that queries run over: what was loaded, from where, and whether all of it arrived. */
import { batch, computed, signal } from "@preact/signals";
import type { DataFormat, LoadResult } from "../api";
import { notify } from "../state/notices";
import { engine } from "../toolkit";
import { gunzip } from "./compress";

export type SourceKind = "sample" | "file" | "server" | "link";

/** Bytes on their way into the engine. */
export interface Incoming {
  name: string;
  kind: SourceKind;
  bytes: Uint8Array;
  format?: DataFormat;
  /** Labels for series that have none of these names. */
  labels?: Record<string, string>;
}

/** A file that the engine holds. */
export interface Source {
  name: string;
  kind: SourceKind;
  bytes: Uint8Array;
  series: number;
  samples: number;
  minMs: number;
  maxMs: number;
  warnings: string[];
}

export const sources = signal<readonly Source[]>([]);
export const loading = signal<string | null>(null);
/** Grows whenever the data has changed. */
export const dataVersion = signal(0);

/** The times of the oldest and the newest sample; `null` without data. */
export const extent = computed(() => {
  const loaded = sources.value.filter((source) => source.samples > 0);
  if (loaded.length === 0) return null;
  return {
    minMs: Math.min(...loaded.map((source) => source.minMs)),
    maxMs: Math.max(...loaded.map((source) => source.maxMs)),
  };
});

/** The engine, as soon as there is one. */
function whenReady() {
  if (engine.peek()) return Promise.resolve(engine.peek());
  return new Promise<typeof engine.value>((resolve) => {
    const stop = engine.subscribe((value) => {
      if (!value) return;
      resolve(value);
      queueMicrotask(() => stop());
    });
  });
}

async function loadOne(incoming: Incoming): Promise<Source | null> {
  const ready = await whenReady();
  if (!ready) return null;
  loading.value = incoming.name;
  let result: LoadResult;
  try {
    const bytes = await gunzip(incoming.bytes);
    const { name, format = "auto", labels = {} } = incoming;
    result = await ready.load(bytes, { name, format, labels, time: Date.now() });
    incoming = { ...incoming, bytes };
  } catch (error) {
    result = { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  if (!result.ok) {
    notify(`${incoming.name}${result.line ? `, line ${result.line}` : ""}: ${result.message}`, "error");
    return null;
  }
  for (const warning of result.warnings) notify(`${incoming.name}: ${warning}`, "error");
  const { series, samples, minTime, maxTime, warnings } = result;
  return { ...incoming, series, samples, minMs: minTime, maxMs: maxTime, warnings };
}

/** Loads files beside what is there, or in its place. Failures are shown; the rest is loaded. */
export async function load(incoming: readonly Incoming[], how: "add" | "replace" = "replace"): Promise<void> {
  if (how === "replace") await clear();
  const loaded: Source[] = [];
  for (const one of incoming) {
    const source = await loadOne(one);
    if (source) loaded.push(source);
  }
  batch(() => {
    loading.value = null;
    sources.value = [...sources.peek(), ...loaded];
    dataVersion.value += 1;
  });
}

/** Forgets all data. */
export async function clear(): Promise<void> {
  const ready = await whenReady();
  await ready?.clear();
  batch(() => {
    sources.value = [];
    dataVersion.value += 1;
  });
}

/** Reads what a person has picked or dropped. */
export async function loadFiles(files: Iterable<File>, how: "add" | "replace"): Promise<void> {
  const incoming: Incoming[] = [];
  for (const file of files) {
    incoming.push({ name: file.name, kind: "file", bytes: new Uint8Array(await file.arrayBuffer()) });
  }
  await load(incoming, how);
}
