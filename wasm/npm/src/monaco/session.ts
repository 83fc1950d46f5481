/** What the providers of Monaco share: the language module, options, and places in models. */

import type { CancellationToken, editor, IRange, Position } from "monaco-editor";
import { loadLanguage } from "../language.js";
import type { MetadataProvider } from "../providers/provider.js";
import type { Language, LanguageOptions, Range } from "../types.js";

/** What the adapter may be told. */
export interface PromqlOptions extends LanguageOptions {
  /** The language module; by default that of the package. */
  language?: Language | Promise<Language>;
  /** Where completion gets the names of metrics and labels from. */
  metadata?: MetadataProvider;
  /** Lints that are turned on or off, by code, name or group. */
  lints?: Record<string, "off" | "on">;
  /** How long after a change findings are shown, in milliseconds; 100 by default. */
  lintDelay?: number;
  /** The longest line of a formatted query; 100 by default. */
  width?: number;
  /** The id of the language; `promql` by default. */
  languageId?: string;
}

export class Session {
  readonly id: string;
  readonly language: Promise<Language>;

  constructor(readonly options: PromqlOptions) {
    this.id = options.languageId ?? "promql";
    this.language = Promise.resolve(options.language ?? loadLanguage());
  }
}

/** The text of a model with lines that end in `\n`, and offsets and positions in it. */
export class Text {
  readonly text: string;

  constructor(private readonly model: editor.ITextModel) {
    this.text = model.getValue(1 /* EndOfLinePreference.LF */);
  }

  offset(position: Position): number {
    // A line that ends in `\r\n` is one shorter here.
    const more = this.model.getEOL().length - 1;
    return this.model.getOffsetAt(position) - more * (position.lineNumber - 1);
  }

  range({ from, to }: Range): IRange {
    const [start, end] = [this.position(from), this.position(to)];
    return { startLineNumber: start.line, startColumn: start.column, endLineNumber: end.line, endColumn: end.column };
  }

  private position(offset: number): { line: number; column: number } {
    const before = this.text.slice(0, offset);
    return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
  }
}

/** A signal that is aborted when a token is cancelled. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
