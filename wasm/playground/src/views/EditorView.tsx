/** The editor of a panel inside the page: keeps text, marks and findings in step with the panel. */
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { PromqlOptions } from "promenade/codemirror";
import type { Diagnostic, Language, MetadataAnswer, MetadataRequest } from "../api";
import { createEditor, type Editor } from "../editor";
import { diagnose } from "../query/diagnose";
import { runNow } from "../query/run";
import type { Panel } from "../state/panel";
import { languageOptions, settings } from "../state/settings";
import { engine, language, metadataVersion, whenLanguage } from "../toolkit";

/** Answers from the loaded data; none before the engine has started. */
async function metadata(requests: MetadataRequest[]): Promise<MetadataAnswer[]> {
  const ready = engine.peek();
  if (ready) return ready.metadata(requests);
  return requests.map(({ kind }) => (kind === "metrics" ? { metrics: [] } : { values: [] }));
}

/** Formats the panel's query. Text with errors stays as it is. */
export function formatPanel(panel: Panel): void {
  const formatted = language.peek()?.format(panel.text.peek(), languageOptions.peek());
  if (formatted?.ok) panel.text.value = formatted.text.replace(/\n$/, "");
}

export function diagnosticsOf(text: string): Diagnostic[] {
  metadataVersion.value;
  const ready = language.value;
  return ready ? diagnose(ready, text, languageOptions.value, settings.disabledLints.value) : [];
}

function hostOf(panel: Panel) {
  return {
    onChange: (text: string) => {
      panel.text.value = text;
    },
    onRun: () => runNow(panel),
    onSave: () => {
      if (settings.formatOnSave.peek()) formatPanel(panel);
      runNow(panel);
    },
  };
}

/** What the editor's extension is told; until the module has arrived it highlights by itself. */
function optionsOf(language: Language | null): PromqlOptions {
  metadataVersion.value;
  const off = Object.fromEntries(settings.disabledLints.value.map((code) => [code, "off" as const]));
  return {
    ...languageOptions.value,
    language: language ?? whenLanguage,
    metadata: { answer: metadata },
    lints: off,
    lintDelay: 80,
  };
}

interface Props {
  panel: Panel;
  label: string;
  onReady: (editor: Editor | null) => void;
}

export function QueryEditor({ panel, label, onReady }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return;
    const editor = createEditor(box.current, panel.text.peek(), hostOf(panel), label);
    onReady(editor);
    const stops = [
      panel.text.subscribe((text) => editor.setText(text)),
      panel.focus.subscribe((range) => editor.mark(range)),
      effect(() => editor.configure(optionsOf(language.value))),
    ];
    return () => {
      for (const stop of stops) stop();
      onReady(null);
      editor.destroy();
    };
  }, [panel, label, onReady]);
  return <div ref={box} class="editor" />;
}
