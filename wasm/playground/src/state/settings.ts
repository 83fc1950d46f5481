/** What the user has chosen for all panels. Kept between visits. */
import { computed, effect } from "@preact/signals";
import type { LanguageOptions } from "../api";
import type { Zone } from "../text/time";
import { isBoolean, isOneOf, isStrings, persisted } from "./persisted";

/** Feature flags under Prometheus's names, with what they switch on. */
export const FEATURES: readonly { flag: string; about: string }[] = [
  { flag: "promql-experimental-functions", about: "Functions and aggregators marked experimental" },
  { flag: "promql-binop-fill-modifiers", about: "fill, fill_left and fill_right for series without a match" },
  { flag: "promql-delayed-name-removal", about: "Metric names are dropped only at the end of the query" },
  { flag: "use-start-timestamps", about: "rate and its like use the start timestamps of samples" },
  { flag: "type-and-unit-labels", about: "__type__ and __unit__ are metadata labels" },
  { flag: "promql-unquoted-utf8-names", about: "Letters of any script, and dots, in names without quotes" },
];

export type Theme = "system" | "light" | "dark";

export const settings = {
  theme: persisted<Theme>("theme", "system", isOneOf("system", "light", "dark")),
  zone: persisted<Zone>("zone", "utc", isOneOf("utc", "local")),
  features: persisted("features", [], isStrings),
  disabledLints: persisted("disabledLints", [], isStrings),
  variables: persisted("variables", false, isBoolean),
  formatOnSave: persisted("formatOnSave", true, isBoolean),
  evaluateWhileTyping: persisted("evaluateWhileTyping", true, isBoolean),
  keepFiles: persisted("keepFiles", false, isBoolean),
};

/** What the language half is asked with. */
export const languageOptions = computed<LanguageOptions>(() => ({
  features: settings.features.value,
  variables: settings.variables.value,
}));

/** Adds a value to a list in a setting, or removes it. */
export function toggle(list: { value: string[] }, item: string, on: boolean): void {
  const rest = list.value.filter((other) => other !== item);
  list.value = on ? [...rest, item] : rest;
}

/** Keeps `data-theme` on the root element right. */
export function applyTheme(): void {
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const theme = settings.theme.peek();
    const dark = theme === "dark" || (theme === "system" && systemDark.matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    document.dispatchEvent(new Event("promenade:theme"));
  };
  systemDark.addEventListener("change", apply);
  effect(() => {
    settings.theme.value;
    apply();
  });
}
