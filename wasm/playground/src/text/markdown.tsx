/** The Markdown that hover and documentation use: paragraphs, lists, code, emphasis, links. Builds nodes, never HTML text. */
import type { ComponentChildren } from "preact";

const INLINE = /(`[^`]+`)|(\*\*[^*]+\*\*)|(\*[^*]+\*)|\[([^\]]+)\]\((https?:[^)\s]+)\)/g;

function inline(text: string): ComponentChildren[] {
  const out: ComponentChildren[] = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    out.push(text.slice(last, match.index));
    const [whole, code, strong, emphasis, label, url] = match;
    if (code) out.push(<code>{code.slice(1, -1)}</code>);
    else if (strong) out.push(<strong>{strong.slice(2, -2)}</strong>);
    else if (emphasis) out.push(<em>{emphasis.slice(1, -1)}</em>);
    else if (url)
      out.push(
        <a href={url} target="_blank" rel="noreferrer">
          {label}
        </a>,
      );
    last = match.index + whole.length;
  }
  out.push(text.slice(last));
  return out;
}

function block(text: string): ComponentChildren {
  const fence = /^```\w*\n([\s\S]*?)\n?```$/.exec(text);
  if (fence) return <pre>{fence[1]}</pre>;
  const lines = text.split("\n");
  if (lines.every((line) => /^[-*] /.test(line))) {
    return (
      <ul>
        {lines.map((line) => (
          <li>{inline(line.slice(2))}</li>
        ))}
      </ul>
    );
  }
  const heading = /^#+ (.*)$/.exec(text);
  if (heading) return <p class="md-heading">{inline(heading[1] ?? "")}</p>;
  if (/^-{3,}$/.test(text)) return <hr />;
  return <p>{inline(text)}</p>;
}

/** Splits at blank lines, but not inside fences. */
function blocks(text: string): string[] {
  return (
    text
      .match(/```[\s\S]*?```|(?:(?!\n\n|```)[\s\S])+/g)
      ?.map((part) => part.trim())
      .filter(Boolean) ?? []
  );
}

/** Markdown as nodes. */
export function Markdown({ text }: { text: string }) {
  return <div class="markdown">{blocks(text).map(block)}</div>;
}
