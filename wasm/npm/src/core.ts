/** The engine where it runs: in a worker, or in the page's own thread. */

import type { Answer } from "./answer.js";
import { readable, unpacked } from "./formats.js";
import { Instance } from "./instance.js";
import { featureList } from "./options.js";
import type * as glue from "./raw/engine.js";
import type { Engine as FilesEngine } from "./raw/files.js";
import { rulesOf } from "./rules.js";
import type * as t from "./types.js";

/** The calls of an engine, by name, as they are sent to a worker. */
export interface Calls {
  load(bytes: Uint8Array, options: t.LoadOptions): t.LoadResult;
  clear(): void;
  query(text: string, options: Evaluation): Answer;
  queryJson(text: string, options: Evaluation): string;
  queryArrow(text: string, options: Evaluation): { head: string; bytes: Uint8Array };
  checkRules(yaml: string): t.Diagnostic[];
  evaluateRules(yaml: string, time: number, features: string): t.RulesResult;
  explain(text: string, options: Evaluation): string;
  metrics(): t.MetricInfo[];
  labelNames(selector?: string): string[];
  labelValues(label: string, selector?: string): string[];
  memory(): number;
}

/** The options of a query without what cannot be sent. */
export type Evaluation = Omit<t.EvaluationOptions, "signal" | "onProgress"> &
  ({ time: number } | { start: number; end: number; step: number });

/** What is told of a query while it runs: how much is done. The answer says whether it is to be stopped. */
export type Watch = (fraction: number) => boolean;

/** An engine over an instance of the module. */
export class Core {
  private raw: glue.Engine;
  private watch: Watch | undefined;

  private constructor(
    private readonly instance: Instance<typeof glue>,
    private readonly epoch: number,
  ) {
    this.raw = new instance.glue.Engine();
  }

  /** Loads the module. */
  static async load(module: "engine" | "files", source?: string | URL): Promise<Core> {
    const loading = module === "engine" ? import("./raw/engine.js") : import("./raw/files.js");
    instances[module] ??= loading.then((found) => Instance.load(found as typeof glue, module, source));
    try {
      const instance = await instances[module];
      return new Core(instance, instance.epoch);
    } catch (error) {
      instances[module] = undefined;
      throw error;
    }
  }

  /** Whether its data was lost, because the instance has trapped. */
  get isLost(): boolean {
    return this.epoch !== this.instance.epoch;
  }

  /** Makes a call. Throws a `Trap` if the module fails. */
  async call<K extends keyof Calls>(
    name: K,
    args: Parameters<Calls[K]>,
    watch?: Watch,
  ): Promise<ReturnType<Calls[K]>> {
    this.watch = watch;
    if (name === "load") {
      const [bytes, options] = args as Parameters<Calls["load"]>;
      return (await this.load(bytes, options)) as ReturnType<Calls[K]>;
    }
    const method = this[name as Exclude<K, "load">] as (...args: unknown[]) => unknown;
    return this.instance.call(() => method.apply(this, args)) as ReturnType<Calls[K]>;
  }

  private async load(bytes: Uint8Array, options: t.LoadOptions): Promise<t.LoadResult> {
    let data;
    try {
      data = readable(await unpacked(bytes), options.format ?? "auto");
    } catch (error) {
      return { ok: false, message: named(options.name, error instanceof Error ? error.message : String(error)) };
    }
    const time = options.time ?? Date.now();
    const labels = Object.entries(options.labels ?? {}).flat();
    const answer = this.instance.call(() =>
      this.raw.load(data.bytes, data.format, time, labels, options.maxErrors ?? 0),
    );
    const loaded = JSON.parse(answer) as t.LoadResult;
    if (!loaded.ok) return { ...loaded, message: named(options.name, loaded.message) };
    return { ...loaded, warnings: [...data.warnings, ...loaded.warnings].map((text) => named(options.name, text)) };
  }

  protected clear(): void {
    this.raw.clear();
  }

  protected query(text: string, options: Evaluation): Answer {
    const start = performance.now();
    const parts = this.with(options, (times, settings) => this.raw.query(text, times, settings, this.watch));
    const [head, values, present, times, histograms] = parts as [
      string,
      Float64Array,
      Uint8Array,
      Float64Array,
      Float64Array,
    ];
    return { head, values, present, times, histograms, elapsedMs: performance.now() - start };
  }

  protected queryJson(text: string, options: Evaluation): string {
    return this.with(options, (times, settings) => this.raw.queryJson(text, times, settings, this.watch));
  }

  protected queryArrow(text: string, options: Evaluation): { head: string; bytes: Uint8Array } {
    const parts = this.with(options, (times, settings) => this.raw.queryArrow(text, times, settings, this.watch));
    const [head, bytes] = parts as [string, Uint8Array];
    return { head, bytes };
  }

  protected explain(text: string, options: Evaluation): string {
    return this.with(options, (times, settings) => this.raw.explain(text, times, settings));
  }

  protected checkRules(yaml: string): t.Diagnostic[] {
    return JSON.parse((this.raw as FilesEngine).checkRules(yaml)) as t.Diagnostic[];
  }

  protected evaluateRules(yaml: string, time: number, features: string): t.RulesResult {
    return rulesOf((this.raw as FilesEngine).evaluateRules(yaml, time, features));
  }

  protected metrics(): t.MetricInfo[] {
    return JSON.parse(this.raw.metrics()) as t.MetricInfo[];
  }

  protected labelNames(selector?: string): string[] {
    return this.raw.labelNames(selector);
  }

  protected labelValues(label: string, selector?: string): string[] {
    return this.raw.labelValues(label, selector);
  }

  protected memory(): number {
    return this.instance.glue.memoryBytes();
  }

  /** Calls with times and settings, which are given back afterwards. */
  private with<T>(options: Evaluation, run: (times: glue.QueryTimes, settings: glue.QuerySettings) => T): T {
    const { QueryTimes, QuerySettings } = this.instance.glue;
    const times =
      "time" in options
        ? QueryTimes.instant(options.time)
        : QueryTimes.range(options.start, options.end, options.step);
    const { lookbackMs = 0, timeoutMs = 0, maxSamples = 0 } = options;
    const settings = new QuerySettings(featureList(options), lookbackMs, timeoutMs, maxSamples);
    const answer = run(times, settings);
    settings.free();
    return answer;
  }
}

/** The instances that were loaded: engines of one thread share them. */
const instances: Partial<Record<"engine" | "files", Promise<Instance<typeof glue>>>> = {};

function named(name: string | undefined, message: string): string {
  return name === undefined ? message : `${name}: ${message}`;
}
