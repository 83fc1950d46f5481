/** Writes `sw.js`: the worker of `src/sw.js` with the list of all built files and a version made of their content. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const TEMPLATE = new URL("../src/sw.js", import.meta.url);
/** Files of `public`, which the bundler copies without listing them. */
const PUBLIC = ["icon.svg"];

export function serviceWorker(): Plugin {
  return {
    name: "promenade-service-worker",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const hash = createHash("sha256");
        const names = Object.keys(bundle)
          .filter((name) => !name.endsWith(".map"))
          .sort();
        for (const name of names) {
          const file = bundle[name];
          hash.update(name).update(file?.type === "chunk" ? file.code : (file?.source ?? ""));
        }
        const files = JSON.stringify(["./", ...names.filter((name) => name !== "index.html"), ...PUBLIC]);
        const source = readFileSync(TEMPLATE, "utf8")
          .replace('"__FILES__"', files)
          .replace("__VERSION__", hash.digest("hex").slice(0, 16));
        this.emitFile({ type: "asset", fileName: "sw.js", source });
      },
    },
  };
}
