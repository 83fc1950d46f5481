/** Puts the bundled sample beside the page, compressed; the development server reads it where it lies. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const FOLDER = new URL("../../../testdata/node/", import.meta.url);
const FILES = ["metadata.prom", "node.jsonl"];

export function samples(): Plugin {
  return {
    name: "promenade-samples",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = FILES.find((file) => request.url === `/samples/${file}`);
        if (name) response.end(readFileSync(new URL(name, FOLDER)));
        else next();
      });
    },
    generateBundle() {
      for (const file of FILES) {
        // The page unpacks what begins as gzip does, so that any static server can serve these bytes under this name.
        const source = gzipSync(readFileSync(new URL(file, FOLDER)), { level: 9 });
        this.emitFile({ type: "asset", fileName: `samples/${file}`, source });
      }
    },
  };
}
