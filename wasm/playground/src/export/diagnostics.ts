/** Diagnostics as Markdown, for issues and reviews. */
import type { Diagnostic } from "../api";
import { position } from "../query/diagnose";

function item(text: string, diagnostic: Diagnostic): string {
  const { line, column } = position(text, diagnostic.from);
  const place = text.slice(diagnostic.from, diagnostic.to).split("\n")[0] ?? "";
  const code = diagnostic.url ? `[${diagnostic.code}](${diagnostic.url})` : diagnostic.code;
  const help = diagnostic.help ? `\n  ${diagnostic.help}` : "";
  const fixes = diagnostic.fixes
    .map((fix) => `\n  - fix: ${fix.title}${fix.safe ? "" : " (changes the meaning)"}`)
    .join("");
  return `- **${diagnostic.severity}** ${code} at ${line}:${column}${place ? ` \`${place}\`` : ""}: ${diagnostic.message}${help}${fixes}`;
}

/** The text in a fence and its diagnostics as a list. */
export function diagnosticsMarkdown(text: string, diagnostics: readonly Diagnostic[], kind = "promql"): string {
  const found = diagnostics.length > 0 ? diagnostics.map((one) => item(text, one)).join("\n") : "No findings.";
  return `\`\`\`${kind}\n${text}\n\`\`\`\n\n${found}\n`;
}
