import { defineConfig } from "vite";
import { preload } from "./build/preload.ts";
import { samples } from "./build/samples.ts";
import { serviceWorker } from "./build/service_worker.ts";

/** Isolates the page, as the command line and the service worker do. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  // The site can lie in any folder.
  base: "./",
  build: { target: "es2022", sourcemap: false },
  // The page and the package have one CodeMirror between them.
  resolve: {
    dedupe: [
      "@codemirror/autocomplete",
      "@codemirror/language",
      "@codemirror/lint",
      "@codemirror/state",
      "@codemirror/view",
      "@lezer/common",
      "@lezer/highlight",
      "@lezer/lr",
    ],
  },
  // The package finds its modules and its worker beside itself.
  optimizeDeps: { exclude: ["promenade"] },
  worker: { format: "es" },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: { headers },
  preview: { headers },
  plugins: [preload(), samples(), serviceWorker()],
});
