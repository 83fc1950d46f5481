/** Highlighting by the lexer and the catalogue, over that of the tree. */

import { highlightingFor } from "@codemirror/language";
import { RangeSetBuilder, type Extension } from "@codemirror/state";
import { Decoration, ViewPlugin, type EditorView, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { tags as t, type Tag } from "@lezer/highlight";
import type { TokenKind } from "../types.js";
import { hasArrived, hostOf, languageOf } from "./host.js";

/** The tags by which themes colour tokens, those of the tree's nodes. */
const TAGS: Record<TokenKind, Tag> = {
  metric: t.variableName,
  label: t.labelName,
  labelValue: t.string,
  function: t.function(t.variableName),
  aggregator: t.operatorKeyword,
  keyword: t.modifier,
  operator: t.operator,
  number: t.number,
  duration: t.number,
  string: t.string,
  variable: t.special(t.variableName),
  comment: t.comment,
  punctuation: t.punctuation,
  invalid: t.invalid,
};

/** Marks each token with `cm-promql-KIND` and with the class that the editor's theme has for it. */
export function tokens(): Extension {
  return ViewPlugin.fromClass(Tokens, { decorations: (plugin) => plugin.decorations });
}

class Tokens {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = mark(view);
  }

  update(update: ViewUpdate): void {
    if (update.docChanged || hasArrived(update) || update.transactions.some((tr) => tr.reconfigured)) {
      this.decorations = mark(update.view);
    }
  }
}

function mark(view: EditorView): DecorationSet {
  const language = languageOf(view.state);
  if (language === null) return Decoration.none;
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to, kind } of language.tokens(view.state.doc.toString(), hostOf(view.state)?.options)) {
    const themed = highlightingFor(view.state, [TAGS[kind]]);
    if (from < to) builder.add(from, to, Decoration.mark({ class: `cm-promql-${kind}${themed ? ` ${themed}` : ""}` }));
  }
  return builder.finish();
}
