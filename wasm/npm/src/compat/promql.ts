/** The extension under the names of codemirror-promql. */

import type { LRLanguage } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { hosting, LanguageHost } from "../codemirror/host.js";
import { hover } from "../codemirror/hover.js";
import { promqlLanguage } from "../codemirror/language.js";
import { signatureHelp } from "../codemirror/signature.js";
import { theme } from "../codemirror/theme.js";
import { tokens } from "../codemirror/tokens.js";
import { newCompleteStrategy, type CompleteConfiguration, type CompleteStrategy } from "./complete.js";
import { newLintStrategy, promQLLinter, type LintStrategy } from "./lint.js";

/** What a text is: a query, or the name of a metric. */
export enum LanguageType {
  PromQL = "PromQL",
  MetricName = "MetricName",
}

/** The language of a text. */
export function promQLLanguage(top: LanguageType): LRLanguage {
  return promqlLanguage(top);
}

/** Configures the extension. */
export class PromQLExtension {
  private complete: CompleteStrategy = newCompleteStrategy();
  private lint: LintStrategy = newLintStrategy();
  private hasCompletion = true;
  private hasLinter = true;

  /** Sets where completions come from. */
  setComplete(conf?: CompleteConfiguration): PromQLExtension {
    this.complete = newCompleteStrategy(conf);
    return this;
  }

  /** What gives completions. */
  getComplete(): CompleteStrategy {
    return this.complete;
  }

  /** Turns completion on or off. */
  activateCompletion(activate: boolean): PromQLExtension {
    this.hasCompletion = activate;
    return this;
  }

  /** Sets what finds mistakes. */
  setLinter(linter: LintStrategy): PromQLExtension {
    this.lint = linter;
    return this;
  }

  /** What finds mistakes. */
  getLinter(): LintStrategy {
    return this.lint;
  }

  /** Turns the linter on or off. */
  activateLinter(activate: boolean): PromQLExtension {
    this.hasLinter = activate;
    return this;
  }

  /** Stops what completion has under way. */
  destroy(): void {
    this.complete.destroy?.();
  }

  /** The extension for an editor. */
  asExtension(languageType: LanguageType = LanguageType.PromQL): Extension {
    const language = promQLLanguage(languageType);
    const extension: Extension[] = [language];
    if (languageType === LanguageType.PromQL) {
      extension.push(hosting(new LanguageHost({})), tokens(), hover(), signatureHelp(), theme);
    }
    if (this.hasCompletion) {
      extension.push(language.data.of({ autocomplete: (context: never) => this.complete.promQL(context) }));
    }
    if (this.hasLinter) extension.push(promQLLinter(this.lint.promQL, this.lint));
    return extension;
  }
}
