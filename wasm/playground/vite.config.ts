import { defineConfig } from "vite";
import { preload } from "./build/preload.ts";
import { samples } from "./build/samples.ts";
import { serviceWorker } from "./build/service_worker.ts";

export default defineConfig({
  // The site can lie in any folder.
  base: "./",
  build: { target: "es2022", sourcemap: false },
  // The package finds its modules and its worker beside itself.
  optimizeDeps: { exclude: ["promenade"] },
  worker: { format: "es" },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [preload(), samples(), serviceWorker()],
});
