/** Errors and lints of models as markers, and their fixes as code actions. */

import type { editor, IDisposable, languages } from "monaco-editor";
import type * as monaco from "monaco-editor";
import type { Diagnostic } from "../types.js";
import { Text, type Session } from "./session.js";

const OWNER = "promenade";

/** Keeps the markers of all models of the language up to date. */
export function markers(api: typeof monaco, session: Session): IDisposable {
  const watched = new Map<editor.ITextModel, IDisposable>();
  const watch = (model: editor.ITextModel) => {
    unwatch(model);
    if (model.getLanguageId() === session.id) watched.set(model, watchModel(api, session, model));
  };
  const unwatch = (model: editor.ITextModel) => {
    watched.get(model)?.dispose();
    watched.delete(model);
  };
  api.editor.getModels().forEach(watch);
  const listeners = [
    api.editor.onDidCreateModel(watch),
    api.editor.onWillDisposeModel(unwatch),
    api.editor.onDidChangeModelLanguage(({ model }) => watch(model)),
  ];
  return {
    dispose() {
      listeners.forEach((listener) => listener.dispose());
      [...watched.keys()].forEach(unwatch);
    },
  };
}

function watchModel(api: typeof monaco, session: Session, model: editor.ITextModel): IDisposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (delay: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void show(api, session, model), delay);
  };
  const listener = model.onDidChangeContent(() => soon(session.options.lintDelay ?? 100));
  soon(0);
  return {
    dispose() {
      clearTimeout(timer);
      listener.dispose();
      if (!model.isDisposed()) api.editor.setModelMarkers(model, OWNER, []);
    },
  };
}

async function show(api: typeof monaco, session: Session, model: editor.ITextModel): Promise<void> {
  const language = await session.language;
  if (model.isDisposed() || model.getLanguageId() !== session.id) return;
  const text = new Text(model);
  const found = text.text.trim() === "" ? [] : language.lint(text.text, session.options);
  api.editor.setModelMarkers(model, OWNER, found.map((diagnostic) => marker(api, text, diagnostic)));
}

function marker(api: typeof monaco, text: Text, diagnostic: Diagnostic): editor.IMarkerData {
  const severities = { error: "Error", warning: "Warning", info: "Info" } as const;
  const { code, message, help, url } = diagnostic;
  return {
    ...text.range(diagnostic),
    severity: api.MarkerSeverity[severities[diagnostic.severity]],
    message: help ? `${message}\nhelp: ${help}` : message,
    code: url ? { value: code, target: api.Uri.parse(url) } : code,
    source: "promql",
  };
}

/** Fixes of what is wrong around a range. */
export function actionProvider(session: Session): languages.CodeActionProvider {
  return {
    async provideCodeActions(model, range) {
      const language = await session.language;
      const text = new Text(model);
      const [from, to] = [text.offset(range.getStartPosition()), text.offset(range.getEndPosition())];
      const found = language.lint(text.text, session.options).filter((row) => row.from <= to && from <= row.to);
      return { actions: found.flatMap((diagnostic) => actions(model, text, diagnostic)), dispose: () => undefined };
    },
  };
}

function actions(model: editor.ITextModel, text: Text, diagnostic: Diagnostic): languages.CodeAction[] {
  return diagnostic.fixes.map((fix) => ({
    title: fix.title,
    kind: "quickfix",
    isPreferred: fix.safe,
    edit: {
      edits: fix.edits.map((edit) => ({
        resource: model.uri,
        versionId: model.getVersionId(),
        textEdit: { range: text.range(edit), text: edit.insert },
      })),
    },
  }));
}
