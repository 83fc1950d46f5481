/** The engine as a page has it: calls one after the other, and a new instance with the same data where one is lost. */

import { failure, resultOf } from "./answer.js";
import type { Calls, Evaluation } from "./core.js";
import { type Host, inWorker, ownThread } from "./host.js";
import { isNode } from "./instance.js";
import { featureList } from "./options.js";
import type * as t from "./types.js";

/**
 * Makes an engine. The promise is rejected if its module cannot be loaded.
 */
export async function createEngine(options: t.EngineOptions = {}): Promise<t.Engine> {
  const isInWorker = options.worker ?? (!isNode() && typeof Worker === "function");
  const make = isInWorker ? inWorker : ownThread;
  const module = options.module ?? "engine";
  const start = () => make(module, options.wasm);
  return new WasmEngine(start, await start(), options.onRestart ?? (() => {}), module);
}

/** Data to load again into a new instance. */
interface Source {
  bytes: Uint8Array;
  options: t.LoadOptions;
}

/** The outcome of a call: its value, or why there is none. */
type Outcome<T> = { ok: true; value: T } | { ok: false; error: t.QueryError };

class WasmEngine implements t.Engine {
  private readonly sources: Source[] = [];
  /** The last call: the next one begins when it is done. */
  private last: Promise<unknown> = Promise.resolve();
  private isDisposed = false;
  /** A new instance that is being started. */
  private restarting: Promise<void> | undefined;

  constructor(
    private readonly start: () => Promise<Host>,
    private host: Host,
    private readonly onRestart: (reason: string) => void,
    module: "engine" | "files",
  ) {
    if (module === "engine") return;
    this.checkRules = async (yaml) => {
      const outcome = await this.enqueue("checkRules", [yaml]);
      return outcome.ok ? outcome.value : [diagnosticOf(outcome.error, yaml)];
    };
    this.evaluateRules = async (yaml, time, options) => {
      const outcome = await this.enqueue("evaluateRules", [yaml, time, featureList(options)]);
      return outcome.ok ? outcome.value : { ok: false, errors: [outcome.error.message] };
    };
  }

  async load(bytes: Uint8Array, options: t.LoadOptions = {}): Promise<t.LoadResult> {
    const source = { bytes: bytes.slice(), options: { ...options, time: options.time ?? Date.now() } };
    const outcome = await this.enqueue("load", [source.bytes, source.options]);
    if (!outcome.ok) return { ok: false, message: loadFailure(outcome.error, options.name) };
    if (outcome.value.ok) this.sources.push(source);
    return outcome.value;
  }

  async clear(): Promise<void> {
    await this.enqueue("clear", []);
    this.sources.length = 0;
  }

  query(text: string, options: t.InstantOptions): Promise<t.QueryResult> {
    return this.evaluate(text, options);
  }

  queryRange(text: string, options: t.RangeOptions): Promise<t.QueryResult> {
    return this.evaluate(text, options);
  }

  async queryJson(text: string, options: t.InstantOptions | t.RangeOptions): Promise<string> {
    const outcome = await this.enqueue("queryJson", [text, sendable(options)], options);
    if (outcome.ok) return outcome.value;
    return JSON.stringify({ status: "error", errorType: "internal", error: outcome.error.message });
  }

  async queryArrow(
    text: string,
    options: t.InstantOptions | t.RangeOptions,
  ): Promise<{ ok: true; bytes: Uint8Array } | { ok: false; error: t.QueryError }> {
    const outcome = await this.enqueue("queryArrow", [text, sendable(options)], options);
    if (!outcome.ok) return outcome;
    const head = JSON.parse(outcome.value.head) as { ok: true } | { ok: false; error: t.QueryError };
    return head.ok ? { ok: true, bytes: outcome.value.bytes } : head;
  }

  async explain(
    text: string,
    options: t.LanguageOptions & Partial<t.RangeOptions> & { time?: number } = {},
  ): Promise<{ ok: true; text: string } | { ok: false; diagnostics: t.Diagnostic[]; error: t.QueryError }> {
    const { start, end, step, time = Date.now() } = options;
    const isRange = start !== undefined && end !== undefined && step !== undefined;
    const times = isRange ? { ...options, start, end, step, time: undefined } : { ...options, time };
    const outcome = await this.enqueue("explain", [text, sendable(times as t.InstantOptions)]);
    if (!outcome.ok) return { ...outcome, diagnostics: [] };
    const head = JSON.parse(outcome.value) as { ok: true; text: string } | { ok: false; error: t.QueryError };
    return head.ok ? head : { ...head, diagnostics: head.error.diagnostics };
  }

  async metrics(): Promise<t.MetricInfo[]> {
    return valueOr(await this.enqueue("metrics", []), []);
  }

  async labelNames(selector?: string): Promise<string[]> {
    return valueOr(await this.enqueue("labelNames", [selector]), []);
  }

  async labelValues(label: string, selector?: string): Promise<string[]> {
    return valueOr(await this.enqueue("labelValues", [label, selector]), []);
  }

  metadata(requests: t.MetadataRequest[]): Promise<t.MetadataAnswer[]> {
    return Promise.all(requests.map((request) => this.answer(request)));
  }

  readonly checkRules?: (yaml: string) => Promise<t.Diagnostic[]>;
  readonly evaluateRules?: (yaml: string, time: number, options?: t.LanguageOptions) => Promise<t.RulesResult>;

  async memory(): Promise<number> {
    return valueOr(await this.enqueue("memory", []), 0);
  }

  dispose(): void {
    this.isDisposed = true;
    this.sources.length = 0;
    this.host.end();
  }

  private async answer({ kind, label, selector }: t.MetadataRequest): Promise<t.MetadataAnswer> {
    if (kind === "labelNames") return { values: await this.labelNames(selector) };
    if (kind === "labelValues") return { values: await this.labelValues(label ?? "", selector) };
    const metrics = await this.metrics();
    if (selector === undefined) return { metrics };
    const names = new Set(await this.labelValues("__name__", selector));
    return { metrics: metrics.filter(({ name }) => names.has(name)) };
  }

  private async evaluate(text: string, options: t.InstantOptions | t.RangeOptions): Promise<t.QueryResult> {
    const outcome = await this.enqueue("query", [text, sendable(options)], options);
    return outcome.ok ? resultOf(outcome.value) : { ...outcome, annotations: [] };
  }

  /** Makes a call once those before it are done. */
  private enqueue<K extends keyof Calls>(
    name: K,
    args: Parameters<Calls[K]>,
    options: t.EvaluationOptions = {},
  ): Promise<Outcome<ReturnType<Calls[K]>>> {
    const made = this.last.then(() => this.make(name, args, options));
    this.last = made;
    return made;
  }

  private async make<K extends keyof Calls>(
    name: K,
    args: Parameters<Calls[K]>,
    { signal, onProgress }: t.EvaluationOptions,
  ): Promise<Outcome<ReturnType<Calls[K]>>> {
    if (this.isDisposed) return failure("cancelled", "the engine was disposed of");
    if (signal?.aborted) return cancelled();
    const stop = () => this.host.stop();
    signal?.addEventListener("abort", stop);
    try {
      this.restartIfLost("the instance was lost");
      await this.restarting;
      return { ok: true, value: await this.host.call(name, args, onProgress) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const outcome = signal?.aborted || this.isDisposed ? cancelled() : failure("trap", reason);
      this.restartIfLost(outcome.error.message);
      return outcome;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  /** Begins to start a new instance with the same data where the last one is lost. The next call waits for it. */
  private restartIfLost(reason: string): void {
    if (!this.host.isLost || this.isDisposed || this.restarting) return;
    this.restarting = this.restart(reason).finally(() => {
      this.restarting = undefined;
    });
    // The waiting call gets the error; without one, the next call tries again.
    this.restarting.catch(() => {});
  }

  private async restart(reason: string): Promise<void> {
    const host = await this.start();
    if (this.isDisposed) return host.end();
    try {
      for (const { bytes, options } of this.sources) await host.call("load", [bytes, options]);
    } catch (error) {
      host.end();
      throw error;
    }
    this.host = host;
    this.onRestart(reason);
  }
}

/** Why data was not loaded, which the module did not say itself: some damaged Arrow data is more than its reader stands. */
function loadFailure({ kind, message }: t.QueryError, name?: string): string {
  const reason = kind === "trap" ? `the module failed on this data (${message}); it is damaged, or too large` : message;
  return name === undefined ? reason : `${name}: ${reason}`;
}

function diagnosticOf({ message }: t.QueryError, text: string): t.Diagnostic {
  return { from: 0, to: text.length, code: "trap", severity: "error", message, labels: [], fixes: [] };
}

function cancelled(): { ok: false; error: t.QueryError } {
  return failure("cancelled", "query was canceled in expression evaluation");
}

/** Options without what a worker cannot be sent. */
function sendable(options: t.InstantOptions | t.RangeOptions): Evaluation {
  const { signal: _signal, onProgress: _onProgress, ...rest } = options;
  return rest;
}

function valueOr<T>(outcome: Outcome<T>, otherwise: T): T {
  return outcome.ok ? outcome.value : otherwise;
}
