/** What a node of a query does itself: its text with the parts below it left out. */

import type { TreeNode } from "../api";
import { languageOptions } from "../state/settings";
import { language } from "../toolkit";

interface Piece {
  at: number;
  text: string;
  kind: string | null;
}

/** Longer names and strings are cut; the editor has them whole. */
const LONGEST = 160;

/** Tokens of the node that belong to no part below, with `…` for each part. */
function ownPieces(
  text: string,
  node: TreeNode,
  parts: readonly TreeNode[],
  tokens: readonly { from: number; to: number; kind: string }[],
): Piece[] {
  const out: Piece[] = [];
  let at = node.from;
  const gap = (to: number) => {
    if (to > at) out.push({ at, text: text.slice(at, to).replaceAll(/\s+/g, " "), kind: null });
  };
  for (const token of tokens) {
    if (token.from < node.from || token.to > node.to || token.kind === "comment") continue;
    const part = parts.find(({ from, to }) => token.from >= from && token.to <= to);
    if (part && token.from > part.from) continue;
    gap(token.from);
    out.push(
      part
        ? { at: token.from, text: "…", kind: "part" }
        : { at: token.from, text: text.slice(token.from, token.to).slice(0, LONGEST), kind: token.kind },
    );
    at = part ? part.to : token.to;
  }
  return out;
}

export function NodeText({ text, node, nodes }: { text: string; node: TreeNode; nodes: readonly TreeNode[] }) {
  const tokens = language.value?.tokens(text, languageOptions.value) ?? [];
  const parts = node.children.flatMap((id) => nodes[id] ?? []);
  return (
    <code class="promql">
      {ownPieces(text, node, parts, tokens).map((piece) => (
        <span key={piece.at} class={piece.kind ? `tok-${piece.kind}` : undefined}>
          {piece.text}
        </span>
      ))}
    </code>
  );
}
