/** What is wrong with a query, underlined, with its fixes as actions. */

import { linter, type Action, type Diagnostic as Shown } from "@codemirror/lint";
import type { EditorState, Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Diagnostic, Fix } from "../types.js";
import { hasArrived, hostOf, languageOf } from "./host.js";
import { inline } from "./markdown.js";

/** Shows errors and lints soon after each change. */
export function findings(delay: number): Extension {
  return linter((view) => diagnosticsOf(view.state), { delay, needsRefresh: hasArrived });
}

/** The findings of an editor's text; none until the language has arrived. */
export function diagnosticsOf(state: EditorState): Shown[] {
  const text = state.doc.toString();
  // An empty editor is no mistake.
  if (text.trim() === "") return [];
  const found = languageOf(state)?.lint(text, hostOf(state)?.options) ?? [];
  return found.map((diagnostic) => shown(diagnostic, text.length));
}

/** A finding as CodeMirror shows it. */
export function shown(diagnostic: Diagnostic, length: number): Shown {
  const [from, to] = underlined(diagnostic, length);
  const lines = [diagnostic.message, ...(diagnostic.help ? [`help: ${diagnostic.help}`] : [])];
  return {
    from,
    to,
    severity: diagnostic.severity,
    source: diagnostic.code,
    message: lines.join("\n"),
    renderMessage: () => rendered(lines),
    actions: diagnostic.fixes.map(action),
    markClass: `cm-promql-finding-${diagnostic.severity}`,
  };
}

/** The lines of a message, with its code as code. */
function rendered(lines: string[]): HTMLElement {
  const root = document.createElement("span");
  for (const line of lines) root.append(inline(document.createElement("div"), line));
  return root;
}

/** A place between characters is shown at the character before it, or the one behind it at the start. */
function underlined({ from, to }: Diagnostic, length: number): [number, number] {
  if (from < to) return [from, to];
  return from > 0 ? [from - 1, from] : [0, Math.min(1, length)];
}

function action(fix: Fix): Action {
  return {
    name: fix.title.replaceAll("`", ""),
    apply(view: EditorView) {
      view.dispatch({ changes: fix.edits.map(({ from, to, insert }) => ({ from, to, insert })), userEvent: "input.fix" });
    },
  };
}
