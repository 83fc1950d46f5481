/** A piece of PromQL, highlighted by the language's own lexer. */
import { useMemo } from "preact/hooks";
import { languageOptions } from "../state/settings";
import { language } from "../toolkit";

interface Piece {
  at: number;
  text: string;
  kind: string | null;
}

function pieces(text: string): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const token of language.value?.tokens(text, languageOptions.value) ?? []) {
    if (token.from > at) out.push({ at, text: text.slice(at, token.from), kind: null });
    out.push({ at: token.from, text: text.slice(token.from, token.to), kind: token.kind });
    at = token.to;
  }
  if (at < text.length) out.push({ at, text: text.slice(at), kind: null });
  return out;
}

export function Code({ text }: { text: string }) {
  const ready = language.value !== null;
  const parts = useMemo(() => pieces(text), [text, ready]);
  return (
    <code class="promql">
      {parts.map((part) =>
        part.kind ? (
          <span key={part.at} class={`tok-${part.kind}`}>
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </code>
  );
}
