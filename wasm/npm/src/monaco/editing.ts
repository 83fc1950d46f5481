/** Formatting, and editing of all uses of a label, in Monaco. */

import type { languages } from "monaco-editor";
import { Text, type Session } from "./session.js";

export function formattingProvider(session: Session): languages.DocumentFormattingEditProvider {
  return {
    displayName: "Promenade",
    async provideDocumentFormattingEdits(model) {
      const text = new Text(model);
      const result = (await session.language).format(text.text, session.options);
      return result.ok ? [{ range: model.getFullModelRange(), text: result.text }] : [];
    },
  };
}

/** The uses of a label change together where the editor's `linkedEditing` is on. */
export function linkedEditingProvider(session: Session): languages.LinkedEditingRangeProvider {
  return {
    async provideLinkedEditingRanges(model, position) {
      const text = new Text(model);
      const offset = text.offset(position);
      const labels = (await session.language).tokens(text.text, session.options).filter(({ kind }) => kind === "label");
      const own = labels.find(({ from, to }) => from <= offset && offset <= to);
      if (own === undefined) return null;
      const name = text.text.slice(own.from, own.to);
      const uses = labels.filter(({ from, to }) => text.text.slice(from, to) === name);
      return { ranges: uses.map((range) => text.range(range)), wordPattern: /[A-Za-z_]\w*/ };
    },
  };
}
