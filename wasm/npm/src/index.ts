/** PromQL in JavaScript: the language and the engine of Promenade as WebAssembly. */

export { createEngine } from "./engine.js";
export { loadLanguage } from "./language.js";
export type * from "./types.js";
