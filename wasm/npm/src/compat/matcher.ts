/** Label matchers, as codemirror-promql passes them to clients. */

import { parser } from "../lezer/parser.js";

/** The operators by the names of their nodes. */
const OPERATORS: Record<string, string> = { EqlSingle: "=", Neq: "!=", EqlRegex: "=~", NeqRegex: "!~" };

/** A label matcher. `type` is the id of the operator's node. */
export class Matcher {
  constructor(
    readonly type: number,
    readonly name: string,
    readonly value: string,
  ) {}

  /** Whether series without the label match. */
  matchesEmpty(): boolean {
    const operator = OPERATORS[parser.nodeSet.types[this.type]?.name ?? ""];
    return operator === "=" ? this.value === "" : operator === "!=" ? this.value !== "" : false;
  }
}

/** A selector of a metric's series, without the matchers of a label whose values are wanted. */
export function selectorText(metric: string, matchers: Matcher[], wanted?: string): string {
  const kept = matchers.filter((matcher) => matcher.name !== wanted && matcher.value !== "");
  const text = (matcher: Matcher) => {
    const operator = OPERATORS[parser.nodeSet.types[matcher.type]?.name ?? ""] ?? "=";
    return `${matcher.name}${operator}${JSON.stringify(matcher.value)}`;
  };
  const isPlain = /^[A-Za-z_:][\w:]*$/.test(metric);
  const name = isPlain ? metric : "";
  const first = isPlain || metric === "" ? [] : [JSON.stringify(metric)];
  const inside = [...first, ...kept.map(text)].join(",");
  return name !== "" && inside === "" ? name : `${name}{${inside}}`;
}

/** The metric and the other matchers of a selector `{__name__="up",job="node"}`. */
export function readSelector(selector: string): { metric: string; matchers: Matcher[] } {
  let metric = "";
  const matchers: Matcher[] = [];
  parser.parse(selector).iterate({
    enter({ name, node }) {
      if (name === "Identifier") metric = selector.slice(node.from, node.to);
      if (!name.endsWith("LabelMatcher")) return;
      const text = (at: { from: number; to: number } | null) => (at ? selector.slice(at.from, at.to) : "");
      const label = text(node.firstChild).replace(/^["'`]|["'`]$/g, "");
      const operator = node.getChild("MatchOp")?.firstChild?.type;
      const value = unquoted(text(node.lastChild));
      if (label === "__name__" && operator?.name === "EqlSingle") metric = value;
      else if (operator) matchers.push(new Matcher(operator.id, label, value));
    },
  });
  return { metric, matchers };
}

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text.slice(1, -1);
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}
