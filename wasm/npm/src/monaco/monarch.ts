/** Highlighting until the language module has arrived. */

import type { languages } from "monaco-editor";
import { aggregators, functions } from "../lezer/words.js";

const names = (rows: readonly (readonly [string, string | null])[]) => rows.map(([name]) => name);

/** Words by what they are, words in braces and in groupings as labels. */
export const monarch: languages.IMonarchLanguage = {
  defaultToken: "invalid",
  ignoreCase: false,
  functions: [...names(functions)],
  aggregators: [...names(aggregators)],
  grouping: ["by", "without", "on", "ignoring", "group_left", "group_right"],
  keywords: ["and", "or", "unless", "atan2", "bool", "offset", "anchored", "smoothed"],
  tokenizer: {
    root: [
      { include: "@shared" },
      [/\{/, "delimiter", "@braces"],
      [/\[/, "delimiter", "@brackets"],
      [/[A-Za-z_:][\w:]*(?=\s*\()/, { cases: { "@aggregators": "aggregator", "@grouping": { token: "keyword", next: "@grouping" }, "@functions": "function", "@keywords": "keyword", "@default": "invalid" } }],
      [/[A-Za-z_:][\w:]*/, { cases: { "@aggregators": "aggregator", "@keywords": "keyword", "@grouping": "keyword", "@default": "metric" } }],
      [/[()]/, "delimiter"],
    ],
    braces: [{ include: "@shared" }, [/\}/, "delimiter", "@pop"], [/[A-Za-z_]\w*/, "label"]],
    brackets: [
      { include: "@shared" },
      [/\]/, "delimiter", "@pop"],
      [/[A-Za-z_]\w*/, "function"],
      [/[:()]/, "delimiter"],
    ],
    grouping: [{ include: "@shared" }, [/\(/, "delimiter"], [/\)/, "delimiter", "@pop"], [/[A-Za-z_]\w*/, "label"]],
    shared: [
      [/\s+/, "white"],
      [/#.*$/, "comment"],
      [/\$\w+|\$\{\w+(?:[.:][^}]+)?\}|\[\[\w+(?::\w+)?\]\]/, "variable"],
      [/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/, "string"],
      [/`[^`]*`/, "string"],
      [/\d+(?:\.\d+)?(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*/, "duration"],
      [/0[xX][\da-fA-F_]+|\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?/, "number"],
      [/=~|!~|==|!=|<=|>=|<\/|>\/|[-+*/%^<>=]/, "operator"],
      [/[,@]/, "delimiter"],
    ],
  },
};

/** Brackets and comments. */
export const configuration: languages.LanguageConfiguration = {
  comments: { lineComment: "#" },
  brackets: [["{", "}"], ["[", "]"], ["(", ")"]],
  autoClosingPairs: ["{}", "[]", "()", '""', "''", "``"].map((pair) => ({ open: pair[0] ?? "", close: pair[1] ?? "" })),
  wordPattern: /[A-Za-z_:][\w:]*/,
};
