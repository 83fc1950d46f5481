/** Hover, signatures, semantic tokens, folding and selection in Monaco. */

import type { languages } from "monaco-editor";
import type { TokenKind } from "../types.js";
import { Text, type Session } from "./session.js";

export function hoverProvider(session: Session): languages.HoverProvider {
  return {
    async provideHover(model, position) {
      const text = new Text(model);
      const found = (await session.language).hover(text.text, text.offset(position), session.options);
      return found && { contents: [{ value: found.markdown }], range: text.range(found) };
    },
  };
}

export function signatureProvider(session: Session): languages.SignatureHelpProvider {
  return {
    signatureHelpTriggerCharacters: ["(", ","],
    async provideSignatureHelp(model, position) {
      const text = new Text(model);
      const help = (await session.language).signatureHelp(text.text, text.offset(position), session.options);
      if (help === null) return null;
      const documented = ({ documentation }: { documentation?: string }) => documentation && { documentation: { value: documentation } };
      const parameters = help.parameters.map((row) => ({ label: row.label, ...documented(row) }));
      const signature = { label: help.label, parameters, ...documented(help) };
      // A parameter beyond the last is none.
      const activeParameter = help.active ?? parameters.length;
      return { value: { signatures: [signature], activeSignature: 0, activeParameter }, dispose: () => undefined };
    },
  };
}

/** The types of Monaco's themes for kinds of tokens. */
const TYPES: Record<TokenKind, string> = {
  metric: "variable",
  label: "property",
  labelValue: "string",
  function: "function",
  aggregator: "keyword",
  keyword: "keyword",
  operator: "operator",
  number: "number",
  duration: "number",
  string: "string",
  variable: "parameter",
  comment: "comment",
  punctuation: "delimiter",
  invalid: "invalid",
};

const LEGEND = [...new Set(Object.values(TYPES))];

export function tokenProvider(session: Session): languages.DocumentSemanticTokensProvider {
  return {
    getLegend: () => ({ tokenTypes: LEGEND, tokenModifiers: [] }),
    async provideDocumentSemanticTokens(model) {
      const text = new Text(model);
      const found = (await session.language).tokens(text.text, session.options);
      const data: number[] = [];
      let [line, column] = [1, 1];
      for (const token of found) {
        const { startLineNumber, startColumn, endLineNumber } = text.range(token);
        // A token may not span lines: a raw string that does keeps its first colour.
        if (startLineNumber !== endLineNumber) continue;
        const sameLine = startLineNumber === line;
        data.push(startLineNumber - line, sameLine ? startColumn - column : startColumn - 1, token.to - token.from);
        data.push(LEGEND.indexOf(TYPES[token.kind]), 0);
        [line, column] = [startLineNumber, startColumn];
      }
      return { data: new Uint32Array(data) };
    },
    releaseDocumentSemanticTokens: () => undefined,
  };
}

export function foldingProvider(session: Session): languages.FoldingRangeProvider {
  return {
    async provideFoldingRanges(model) {
      const text = new Text(model);
      const ranges = (await session.language).foldingRanges(text.text).map((range) => text.range(range));
      const rows = ranges.map(({ startLineNumber, endLineNumber }) => ({ start: startLineNumber, end: endLineNumber }));
      return rows.filter(({ start, end }) => start < end);
    },
  };
}

export function selectionProvider(session: Session): languages.SelectionRangeProvider {
  return {
    async provideSelectionRanges(model, positions) {
      const language = await session.language;
      const text = new Text(model);
      const around = (offset: number) => language.selectionRanges(text.text, offset).map((range) => ({ range: text.range(range) }));
      return positions.map((position) => around(text.offset(position)));
    },
  };
}
