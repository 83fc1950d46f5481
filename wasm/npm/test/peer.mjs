// codemirror-promql, as its editor would use it, without an editor.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { EditorState } = require("@codemirror/state");
const { CompletionContext } = require("@codemirror/autocomplete");
const { ensureSyntaxTree } = require("@codemirror/language");
const { newCompleteStrategy, promQLLanguage } = require("@prometheus-io/codemirror-promql");
const { Parser } = require("@prometheus-io/codemirror-promql/dist/cjs/parser/index.js");

const language = promQLLanguage("PromQL");

function stateOf(text) {
  const state = EditorState.create({ doc: text, extensions: [language] });
  ensureSyntaxTree(state, text.length, 5000);
  // The next state has the whole tree.
  return state.update({}).state;
}

/** Whether its linter finds no error. */
export function accepts(text) {
  const parser = new Parser(stateOf(text));
  parser.analyze();
  return !parser.getDiagnostics().some((diagnostic) => diagnostic.severity === "error");
}

/** What it offers at a place, in the order in which CodeMirror lists it where nothing is typed. */
export function completer(client) {
  const strategy = newCompleteStrategy({ remote: client });
  return async (text, at) => {
    const result = await strategy.promQL(new CompletionContext(stateOf(text), at, true));
    const sorted = [...(result?.options ?? [])].sort((a, b) => (b.boost ?? 0) - (a.boost ?? 0) || a.label.localeCompare(b.label));
    return sorted.map((option) => option.label);
  };
}
