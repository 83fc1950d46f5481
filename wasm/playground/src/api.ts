/** The one place where the page names the package that holds the language and the engine. */
export type * from "promenade";
export { createEngine, loadLanguage } from "promenade";
