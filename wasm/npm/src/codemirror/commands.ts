/** Commands: format, and edit all uses of a label. */

import { EditorSelection, type EditorState } from "@codemirror/state";
import type { Command, KeyBinding } from "@codemirror/view";
import type { Range } from "../types.js";
import { hostOf, languageOf } from "./host.js";

/** Lays out the query. A query with errors stays as it is. */
export const formatQuery: Command = (view) => {
  const text = view.state.doc.toString();
  const result = languageOf(view.state)?.format(text, hostOf(view.state)?.options);
  if (!result?.ok) return false;
  if (result.text === text) return true;
  const head = Math.min(view.state.selection.main.head, result.text.length);
  const changes = { from: 0, to: text.length, insert: result.text };
  view.dispatch({ changes, selection: { anchor: head }, userEvent: "input.format" });
  return true;
};

/** Selects all uses of the label under the cursor, so that what is typed changes them together. */
export const selectLabel: Command = (view) => {
  const ranges = labelRanges(view.state);
  if (ranges.length === 0) return false;
  const { head } = view.state.selection.main;
  const main = ranges.findIndex(({ from, to }) => from <= head && head <= to);
  const selected = ranges.map(({ from, to }) => EditorSelection.range(from, to));
  view.dispatch({ selection: EditorSelection.create(selected, Math.max(main, 0)), userEvent: "select.label" });
  return true;
};

/** The places of the label under the cursor; none where there is no label. */
export function labelRanges(state: EditorState): Range[] {
  const text = state.doc.toString();
  const { head } = state.selection.main;
  const found = languageOf(state)?.tokens(text, hostOf(state)?.options) ?? [];
  const labels = found.filter((token) => token.kind === "label");
  const own = labels.find(({ from, to }) => from <= head && head <= to);
  if (own === undefined) return [];
  const name = text.slice(own.from, own.to);
  return labels.filter(({ from, to }) => text.slice(from, to) === name);
}

/** Shift-Alt-f formats, F2 selects all uses of a label. */
export const promqlKeymap: readonly KeyBinding[] = [
  { key: "Shift-Alt-f", run: formatQuery },
  { key: "F2", run: selectLabel },
];
