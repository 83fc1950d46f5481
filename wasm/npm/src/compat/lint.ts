/** The linter under the names of codemirror-promql. */

import { linter, type Diagnostic } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { shown } from "../codemirror/findings.js";
import { hasArrived } from "../codemirror/host.js";
import { loadLanguage } from "../language.js";

type LintFunction = (view: EditorView) => readonly Diagnostic[] | Promise<readonly Diagnostic[]>;

/** Finds what is wrong with the text of an editor. */
export interface LintStrategy {
  promQL(this: LintStrategy): LintFunction;
}

/** Finds what Prometheus refuses, with fixes. */
export function newLintStrategy(): LintStrategy {
  return new LanguageLint();
}

class LanguageLint implements LintStrategy {
  promQL(): LintFunction {
    return async (view) => {
      const language = await loadLanguage();
      const text = view.state.doc.toString();
      return text.trim() === "" ? [] : language.check(text).map((found) => shown(found, text.length));
    };
  }
}

/** A linter that asks a strategy soon after each change, and again when the language has arrived. */
export function promQLLinter(callback: (this: LintStrategy) => LintFunction, strategy: LintStrategy): Extension {
  return linter(callback.call(strategy), { delay: 100, needsRefresh: hasArrived });
}
