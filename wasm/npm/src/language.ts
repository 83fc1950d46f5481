/** The language: queries as text. */

import { Instance, Trap } from "./instance.js";
import * as glue from "./raw/language.js";
import { answerTexts, snapshotTexts } from "./metadata.js";
import { featureList } from "./options.js";
import type * as t from "./types.js";

type RawLanguage = glue.Language;

/**
 * Loads the module of the language; later calls use the same one. It is `raw/language_bg.wasm` beside this package unless
 * a source says otherwise.
 *
 * The promise is rejected if the module cannot be loaded.
 */
export async function loadLanguage(source?: t.ModuleSource): Promise<t.Language> {
  loaded ??= Instance.load(glue, "language", source);
  try {
    return new WasmLanguage(await loaded);
  } catch (error) {
    loaded = undefined;
    throw error;
  }
}

let loaded: Promise<Instance<typeof glue>> | undefined;
let tokenKinds: t.TokenKind[] = [];

class WasmLanguage implements t.Language {
  private raw: RawLanguage;
  private epoch: number;
  private metadata: { ofTargets: boolean; texts: string[] } | undefined;

  constructor(private readonly instance: Instance<typeof glue>) {
    this.raw = new glue.Language();
    this.epoch = instance.epoch;
    tokenKinds = glue.Language.tokenKinds() as t.TokenKind[];
  }

  parse(text: string, options?: t.LanguageOptions): t.ParseResult {
    return this.ask(
      (raw) => JSON.parse(raw.parse(text, ...plain(options))),
      (trap) => ({ nodes: [errorNode(text)], root: 0, diagnostics: [diagnosticOf(trap, text)] }),
    );
  }

  check(text: string, options?: t.LanguageOptions): t.Diagnostic[] {
    return this.ask(
      (raw) => JSON.parse(raw.check(text, ...plain(options))),
      (trap) => [diagnosticOf(trap, text)],
    );
  }

  format(text: string, options?: t.LanguageOptions & { width?: number }): t.FormatResult {
    return this.ask(
      (raw) => JSON.parse(raw.format(text, ...plain(options), options?.width ?? 0)),
      (trap) => ({ ok: false, diagnostics: [diagnosticOf(trap, text)] }),
    );
  }

  lint(text: string, options?: t.LanguageOptions & { lints?: Record<string, "off" | "on"> }): t.Diagnostic[] {
    const named = (state: string) =>
      Object.entries(options?.lints ?? {})
        .filter(([, wanted]) => wanted === state)
        .map(([name]) => name)
        .join(",");
    return this.ask(
      (raw) => JSON.parse(raw.lint(text, ...plain(options), named("on"), named("off"))),
      (trap) => [diagnosticOf(trap, text)],
    );
  }

  fix(text: string, options?: t.LanguageOptions & { unsafe?: boolean }): { text: string; applied: number } {
    return this.ask(
      (raw) => JSON.parse(raw.fix(text, ...plain(options), options?.unsafe ?? false)),
      () => ({ text, applied: 0 }),
    );
  }

  tokens(text: string, options?: t.LanguageOptions): t.Token[] {
    const rows = this.ask(
      (raw) => raw.tokens(text, ...plain(options)),
      () => new Uint32Array(),
    );
    return chunks(rows, 3).map(([from, to, kind]) => ({ from, to, kind: tokenKinds[kind] ?? "invalid" }));
  }

  completionRequests(text: string, offset: number, options?: t.LanguageOptions): t.MetadataRequest[] {
    return this.ask(
      (raw) => JSON.parse(raw.completionRequests(text, place(offset), ...plain(options))),
      () => [],
    );
  }

  complete(
    text: string,
    offset: number,
    answers?: t.MetadataAnswer[],
    options?: t.LanguageOptions,
  ): t.CompletionList {
    const list = this.ask<t.CompletionList>(
      (raw) => JSON.parse(raw.complete(text, place(offset), ...plain(options), answerTexts(answers ?? []))),
      () => ({ items: [], incomplete: true }),
    );
    for (const item of list.items) this.document(item);
    return list;
  }

  /** Gives a function or an aggregator its documentation, which is rendered when it is read. */
  private document(item: t.CompletionItem): void {
    if (item.kind !== "function" && item.kind !== "aggregator") return;
    const get = () =>
      this.ask(
        (raw) => raw.documentation(item.label),
        () => undefined,
      );
    Object.defineProperty(item, "documentation", { get, enumerable: true });
  }

  setMetadata(snapshot: string): { ok: true } | { ok: false; message: string } {
    const read = snapshotTexts(snapshot);
    if (!read.ok) return read;
    this.metadata = read;
    return this.ask<{ ok: true } | { ok: false; message: string }>(
      (raw) => {
        raw.setMetadata(read.ofTargets, read.texts);
        return { ok: true };
      },
      (trap) => {
        this.metadata = undefined;
        return { ok: false, message: trap.message };
      },
    );
  }

  hover(text: string, offset: number, options?: t.LanguageOptions): t.Hover | null {
    return this.ask(
      (raw) => JSON.parse(raw.hover(text, place(offset), ...plain(options))),
      () => null,
    );
  }

  signatureHelp(text: string, offset: number, options?: t.LanguageOptions): t.SignatureHelp | null {
    return this.ask(
      (raw) => JSON.parse(raw.signatureHelp(text, place(offset), ...plain(options))),
      () => null,
    );
  }

  foldingRanges(text: string): t.Range[] {
    const rows = this.ask(
      (raw) => raw.foldingRanges(text),
      () => new Uint32Array(),
    );
    return chunks(rows, 2).map(([from, to]) => ({ from, to }));
  }

  selectionRanges(text: string, offset: number): t.Range[] {
    const rows = this.ask(
      (raw) => raw.selectionRanges(text, place(offset)),
      () => new Uint32Array(),
    );
    return chunks(rows, 2).map(([from, to]) => ({ from, to }));
  }

  version(): string {
    return this.ask(
      () => glue.version(),
      () => "",
    );
  }

  /** Calls the module; of one that traps, what `failed` makes of it. */
  private ask<T>(run: (raw: RawLanguage) => T, failed: (trap: Trap) => T): T {
    if (this.epoch !== this.instance.epoch) this.renew();
    try {
      return this.instance.call(() => run(this.raw));
    } catch (error) {
      if (error instanceof Trap) return failed(error);
      throw error;
    }
  }

  /** Makes again what was lost with the last instance. */
  private renew(): void {
    this.epoch = this.instance.epoch;
    this.raw = new glue.Language();
    if (this.metadata) this.raw.setMetadata(this.metadata.ofTargets, this.metadata.texts);
  }
}

/** Options as the module takes them. */
function plain(options?: t.LanguageOptions): [features: string, variables: boolean] {
  return [featureList(options), options?.variables ?? false];
}

/** An offset as the module takes it: numbers that are none are 0, those beyond 32 bits beyond any text. */
function place(offset: number): number {
  return offset > 0 ? Math.min(Math.floor(offset), 0xffff_ffff) : 0;
}

function chunks(numbers: Uint32Array, size: number): number[][] {
  const found: number[][] = [];
  for (let at = 0; at < numbers.length; at += size) found.push(Array.from(numbers.subarray(at, at + size)));
  return found;
}

function diagnosticOf(trap: Trap, text: string): t.Diagnostic {
  const message = `the module failed on this text: ${trap.message}`;
  return { from: 0, to: text.length, code: "trap", severity: "error", message, labels: [], fixes: [] };
}

function errorNode(text: string): t.TreeNode {
  return { id: 0, from: 0, to: text.length, kind: "error", type: "unknown", children: [] };
}
