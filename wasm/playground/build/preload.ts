/** Lets the browser fetch the language module while it still reads the scripts, so that findings show sooner. */
import type { Plugin } from "vite";

export function preload(): Plugin {
  return {
    name: "promenade-preload",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle }) {
        const module = Object.keys(bundle ?? {}).find((name) => /language_bg.*\.wasm$/.test(name));
        if (!module) return [];
        const attrs = { rel: "preload", href: `./${module}`, as: "fetch", type: "application/wasm", crossorigin: "" };
        return [{ tag: "link", attrs, injectTo: "head" }];
      },
    },
  };
}
