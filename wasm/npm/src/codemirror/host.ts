/** The language module in an editor: it may arrive after the editor has begun to work. */

import { Facet, StateEffect, type EditorState, type Extension } from "@codemirror/state";
import { ViewPlugin, type EditorView, type ViewUpdate } from "@codemirror/view";
import { loadLanguage } from "../language.js";
import type { MetadataProvider } from "../providers/provider.js";
import type { Language, LanguageOptions } from "../types.js";

/** What the extension of PromQL may be told. */
export interface PromqlOptions extends LanguageOptions {
  /** The language module; by default that of the package is loaded once for all editors. */
  language?: Language | Promise<Language>;
  /** Where completion gets the names of metrics and labels from. Without one the language's snapshot is asked. */
  metadata?: MetadataProvider;
  /** Lints that are turned on or off, by code, name or group. */
  lints?: Record<string, "off" | "on">;
  /** How long after a change findings are shown, in milliseconds; 100 by default. */
  lintDelay?: number;
  /** The longest line of a formatted query; 100 by default. */
  width?: number;
}

/** The language module, and what is asked of it. */
export class LanguageHost {
  /** The module once it has arrived. */
  current: Language | null = null;
  /** Resolved once it has arrived; rejected if it cannot be loaded. */
  readonly ready: Promise<Language>;

  constructor(readonly options: PromqlOptions) {
    const given = options.language;
    if (given !== undefined && !(given instanceof Promise)) this.current = given;
    this.ready = Promise.resolve(given ?? loadLanguage());
    this.ready.then((language) => (this.current = language)).catch(() => undefined);
  }
}

const hosts = Facet.define<LanguageHost, LanguageHost | null>({ combine: (values) => values[0] ?? null });

/** The module has arrived: what was shown before is made anew. */
export const languageArrived = StateEffect.define<null>();

/** Whether the module arrives with an update. */
export const hasArrived = (update: ViewUpdate): boolean =>
  update.transactions.some((tr) => tr.effects.some((effect) => effect.is(languageArrived)));

/** The host of an editor, where there is one. */
export const hostOf = (state: EditorState): LanguageHost | null => state.facet(hosts);

/** The language of an editor, once it has arrived. */
export const languageOf = (state: EditorState): Language | null => hostOf(state)?.current ?? null;

/** Gives an editor its language, and tells it when the module arrives. */
export function hosting(host: LanguageHost): Extension {
  return [hosts.of(host), ViewPlugin.define((view) => new Arrival(view, host))];
}

class Arrival {
  private isDestroyed = false;

  constructor(view: EditorView, host: LanguageHost) {
    if (host.current !== null) return;
    host.ready
      .then(() => !this.isDestroyed && view.dispatch({ effects: languageArrived.of(null) }))
      .catch((error: unknown) => console.error("promenade: the language module cannot be loaded", error));
  }

  destroy(): void {
    this.isDestroyed = true;
  }
}
