/** What is wrong or doubtful in the query, as a list with fixes; a fix shows what it changes before it is applied. */
import { useState } from "preact/hooks";
import type { Diagnostic, Fix } from "../api";
import { diagnosticsMarkdown } from "../export/diagnostics";
import { copy } from "../export/download";
import { applyEdits, changedLines, position } from "../query/diagnose";
import { settings, toggle } from "../state/settings";
import { counted } from "../text/number";
import { Code } from "./Code";
import { Button } from "./controls";

interface Props {
  text: string;
  /** A query, or a rule file. Lints of rule files are not switched off here. */
  kind: "promql" | "yaml";
  diagnostics: readonly Diagnostic[];
  onApply: (text: string) => void;
  onSelect: (range: { from: number; to: number }) => void;
}

interface PreviewProps extends Pick<Props, "text" | "kind"> {
  fix: Fix;
  onApply: () => void;
  onClose: () => void;
}

function Preview({ text, kind, fix, onApply, onClose }: PreviewProps) {
  const { removed, added } = changedLines(text, applyEdits(text, fix.edits));
  const shown = (lines: string) => (kind === "promql" ? <Code text={lines} /> : <code class="promql">{lines}</code>);
  return (
    <div class="fix-preview">
      <p class="diff-line removed">
        <span class="sr">Before: </span>
        {shown(removed)}
      </p>
      <p class="diff-line added">
        <span class="sr">After: </span>
        {shown(added)}
      </p>
      {!fix.safe && <p class="hint">This fix may change what the query means.</p>}
      <div class="row">
        <Button label="Apply" kind="primary" icon="check" onClick={onApply} />
        <Button label="Cancel" kind="quiet" onClick={onClose} />
      </div>
    </div>
  );
}

function Finding({
  text,
  kind,
  diagnostic,
  onApply,
  onSelect,
}: { diagnostic: Diagnostic } & Omit<Props, "diagnostics">) {
  const [open, setOpen] = useState<Fix | null>(null);
  const { line, column } = position(text, diagnostic.from);
  return (
    <li class={`finding ${diagnostic.severity}`}>
      <div class="finding-head">
        <span class="severity">{diagnostic.severity}</span>
        <button type="button" class="place" title="Select in the editor" onClick={() => onSelect(diagnostic)}>
          {line}:{column}
        </button>
        <span class="message">
          {diagnostic.message}
          {diagnostic.help && <span class="hint"> {diagnostic.help}</span>}
        </span>
        <span class="finding-tools">
          {diagnostic.fixes.map((fix) => (
            <Button key={fix.title} label={fix.title} onClick={() => setOpen(open === fix ? null : fix)} />
          ))}
          {diagnostic.url ? (
            <a href={diagnostic.url} target="_blank" rel="noreferrer" class="code">
              {diagnostic.code}
            </a>
          ) : (
            <span class="code">{diagnostic.code}</span>
          )}
          {kind === "promql" && diagnostic.severity !== "error" && (
            <Button
              label={`Switch off ${diagnostic.code}`}
              icon="close"
              compact
              kind="quiet"
              onClick={() => toggle(settings.disabledLints, diagnostic.code, true)}
            />
          )}
        </span>
      </div>
      {open && (
        <Preview
          text={text}
          kind={kind}
          fix={open}
          onApply={() => onApply(applyEdits(text, open.edits))}
          onClose={() => setOpen(null)}
        />
      )}
    </li>
  );
}

export function Findings({ text, kind, diagnostics, onApply, onSelect }: Props) {
  if (diagnostics.length === 0) return null;
  return (
    <section class="findings" aria-label="Findings">
      <ul>
        {diagnostics.map((diagnostic) => (
          <Finding
            key={`${diagnostic.code} ${diagnostic.from} ${diagnostic.to} ${text}`}
            text={text}
            kind={kind}
            diagnostic={diagnostic}
            onApply={onApply}
            onSelect={onSelect}
          />
        ))}
      </ul>
      <div class="findings-foot">
        <span>{counted(diagnostics.length, "finding", "findings")}</span>
        <Button
          label="Copy as Markdown"
          icon="copy"
          kind="quiet"
          onClick={() => void copy(diagnosticsMarkdown(text, diagnostics, kind), "Findings")}
        />
      </div>
    </section>
  );
}
