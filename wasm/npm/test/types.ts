// Uses every type of the package as a program would; it is compiled with `tsc --noEmit --strict` and not run.

import {
  createEngine,
  loadLanguage,
  type Annotation,
  type CompletionItem,
  type CompletionKind,
  type DataFormat,
  type Diagnostic,
  type Engine,
  type EngineOptions,
  type Feature,
  type Fix,
  type FormatResult,
  type Histogram,
  type Hover,
  type InstantOptions,
  type Language,
  type LanguageOptions,
  type LoadResult,
  type MetadataAnswer,
  type MetadataRequest,
  type MetricInfo,
  type NodeKind,
  type ParseResult,
  type QueryError,
  type QueryResult,
  type Range,
  type RangeOptions,
  type RulesResult,
  type Series,
  type Severity,
  type SignatureHelp,
  type Stats,
  type TextEdit,
  type Token,
  type TokenKind,
  type TreeNode,
  type Value,
  type ValueType,
} from "../dist/index.js";

/** Fails to compile unless both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>) => {};

export async function language(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const known: Language = await loadLanguage(new URL("https://example.org/language.wasm"));
  await loadLanguage(bytes);
  await loadLanguage(new Response());
  await loadLanguage(await WebAssembly.compile(bytes));
  const feature: Feature = "promql-experimental-functions";
  const options: LanguageOptions = { features: [feature, "of-the-future"], variables: true };

  const parsed: ParseResult = known.parse("up", options);
  const node: TreeNode = parsed.nodes[parsed.root]!;
  same<typeof node.kind, NodeKind>(true);
  same<typeof node.type, ValueType>(true);
  same<typeof node.name, string | undefined>(true);
  const diagnostics: Diagnostic[] = known.check("up");
  same<Diagnostic["severity"], Severity>(true);
  const fixes: Fix[] = diagnostics.flatMap((diagnostic) => diagnostic.fixes);
  const edits: TextEdit[] = fixes.flatMap((fix) => fix.edits);
  const range: Range = edits[0]!;
  const formatted: FormatResult = known.format("up", { ...options, width: 80 });
  const text: string = formatted.ok ? formatted.text : formatted.diagnostics.map(({ message }) => message).join();
  known.lint(text, { lints: { all: "on", "rate-of-gauge": "off" } });
  const { applied }: { applied: number } = known.fix(text, { unsafe: true });
  const tokens: Token[] = known.tokens(text);
  same<Token["kind"], TokenKind>(true);
  const requests: MetadataRequest[] = known.completionRequests(text, range.from, options);
  const metrics: MetricInfo[] = [{ name: "up", type: "gauge", help: "", unit: "" }];
  const answers: MetadataAnswer[] = [{ metrics }, { values: ["a"] }];
  const items: CompletionItem[] = known.complete(text, applied + tokens.length, answers, options).items;
  same<CompletionItem["kind"], CompletionKind>(true);
  const set = known.setMetadata(`${items.length}${requests.length}`);
  if (!set.ok) set.message.trim();
  const hover: Hover | null = known.hover(text, 0);
  const help: SignatureHelp | null = known.signatureHelp(text, 0);
  same<SignatureHelp["active"], number | null>(true);
  hover?.markdown.concat(help?.parameters[0]?.label ?? "");
  const ranges: Range[] = [...known.foldingRanges(text), ...known.selectionRanges(text, 0)];
  known.version().at(ranges.length);
  // @ts-expect-error there is no such lint state
  known.lint(text, { lints: { all: "maybe" } });
  // @ts-expect-error offsets are numbers
  known.hover(text, "0");
}

export async function engine(bytes: Uint8Array): Promise<number> {
  const options: EngineOptions = { wasm: "/engine.wasm", worker: true, module: "files", onRestart: (reason) => reason.at(0) };
  const made: Engine = await createEngine(options);
  const format: DataFormat = "auto";
  const loaded: LoadResult = await made.load(bytes, { name: "x", format, time: 0, labels: { a: "b" }, maxErrors: 3 });
  if (!loaded.ok) return loaded.line ?? loaded.message.length;
  const at: InstantOptions = { time: loaded.maxTime, lookbackMs: 1, timeoutMs: 1, maxSamples: 1 };
  const over: RangeOptions = {
    start: loaded.minTime,
    end: loaded.maxTime,
    step: 1000,
    signal: new AbortController().signal,
    onProgress: (fraction) => fraction.toFixed(),
  };
  const results: QueryResult[] = [await made.query("up", at), await made.queryRange("up", over)];
  let total = 0;
  for (const result of results) total += sizeOf(result);
  total += (await made.queryJson("up", at)).length;
  const arrow = await made.queryArrow("up", over);
  total += arrow.ok ? arrow.bytes.byteLength : arrow.error.message.length;
  const plan = await made.explain("up", { time: 0 });
  total += plan.ok ? plan.text.length : plan.diagnostics.length + plan.error.message.length;
  const names: string[] = [...(await made.labelNames("up")), ...(await made.labelValues("job"))];
  const metrics: MetricInfo[] = await made.metrics();
  const answers: MetadataAnswer[] = await made.metadata([{ kind: "metrics" }]);
  const findings: Diagnostic[] = (await made.checkRules?.("groups: []")) ?? [];
  const rules: RulesResult | undefined = await made.evaluateRules?.("groups: []", 0, { features: [] });
  total += rules?.ok ? rules.rules.flatMap(({ samples }) => samples.map(({ value }) => value)).length : 0;
  total += names.length + metrics.length + answers.length + findings.length + (await made.memory());
  await made.clear();
  made.dispose();
  // @ts-expect-error an instant query has a time
  await made.query("up", over);
  return total;
}

function sizeOf(result: QueryResult): number {
  const annotations: Annotation[] = result.annotations;
  if (!result.ok) {
    const error: QueryError = result.error;
    return (error.range?.from ?? 0) + annotations.length + error.diagnostics.length;
  }
  const stats: Stats = result.stats;
  same<Stats["peakSamples"], number | undefined>(true);
  const value: Value = result.value;
  switch (value.type) {
    case "scalar":
      return value.value + stats.elapsedMs;
    case "string":
      return value.value.length;
    case "vector": {
      const histograms: Histogram[] = value.samples.flatMap(({ histogram }) => histogram ?? []);
      return histograms.length + (value.samples[0]?.value ?? 0);
    }
    case "matrix": {
      const series: Series[] = value.series;
      return series.reduce((sum, one) => sum + one.values[0]! * one.present[0]! + (one.histograms?.size ?? 0), value.steps);
    }
    case "range-vector":
      return value.series.reduce((sum, one) => sum + one.times[0]! + one.values[0]!, 0);
  }
}
