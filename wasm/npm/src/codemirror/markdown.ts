/** Renders the Markdown of hover texts: headings, paragraphs, lists, code, rules. Nothing in a text is HTML. */

type Block = { kind: "code" | "rule" | "heading" | "item" | "text"; lines: string[] };

/** The Markdown as an element. */
export function render(markdown: string): HTMLElement {
  const root = document.createElement("div");
  root.className = "cm-promql-markdown";
  let list: HTMLElement | null = null;
  for (const block of blocks(markdown)) {
    if (block.kind === "item") {
      list ??= root.appendChild(document.createElement("ul"));
      list.append(inline(document.createElement("li"), block.lines.join(" ")));
    } else {
      list = null;
      root.append(element(block));
    }
  }
  return root;
}

function blocks(markdown: string): Block[] {
  const found: Block[] = [];
  let fence: Block | null = null;
  let open: Block | null = null;
  for (const line of markdown.split("\n")) {
    if (line.startsWith("```")) {
      if (fence === null) found.push((fence = { kind: "code", lines: [] }));
      else fence = null;
      open = null;
    } else if (fence !== null) {
      fence.lines.push(line);
    } else {
      open = line.trim() === "" ? null : add(found, open, line);
    }
  }
  return found;
}

/** Adds a line to the open block, or as a block of its own. */
function add(found: Block[], open: Block | null, line: string): Block | null {
  const kind = /^-{3,}$/.test(line) ? "rule" : /^#+ /.test(line) ? "heading" : /^[-*] /.test(line) ? "item" : "text";
  if (kind === "text" && open !== null) {
    open.lines.push(line);
    return open;
  }
  const block: Block = { kind, lines: [line.replace(/^(#+|[-*]) /, "")] };
  found.push(block);
  return kind === "rule" || kind === "heading" ? null : block;
}

function element(block: Block): HTMLElement {
  if (block.kind === "rule") return document.createElement("hr");
  if (block.kind === "code") {
    const pre = document.createElement("pre");
    pre.appendChild(document.createElement("code")).textContent = block.lines.join("\n");
    return pre;
  }
  return inline(document.createElement(block.kind === "heading" ? "h4" : "p"), block.lines.join(" "));
}

/** Adds a line with its code, bold text and links to an element. */
export function inline(parent: HTMLElement, text: string): HTMLElement {
  for (const part of text.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\(https?:[^)\s]+\))/)) {
    const link = /^\[([^\]]+)\]\((https?:[^)\s]+)\)$/.exec(part);
    if (/^`.+`$/.test(part)) parent.appendChild(document.createElement("code")).textContent = part.slice(1, -1);
    else if (/^\*\*.+\*\*$/.test(part)) parent.appendChild(document.createElement("b")).textContent = part.slice(2, -2);
    else if (link) {
      const anchor = parent.appendChild(document.createElement("a"));
      anchor.href = link[2] ?? "";
      anchor.rel = "noopener";
      anchor.target = "_blank";
      anchor.textContent = link[1] ?? "";
    } else parent.append(part);
  }
  return parent;
}
