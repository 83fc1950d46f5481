// Pages in Chromium: bundled by esbuild, served on loopback, with a Prometheus of a few metrics beside them.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "../../dist");
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html", ".css": "text/css" };

/** The browser that is there; PROMENADE_CHROMIUM names another. */
export const browserPath = [process.env.PROMENADE_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (path) => path && existsSync(path),
);

/** Why a test of pages cannot run; with CI=true that is an error. */
export function missing() {
  const why = browserPath ? (existsSync(join(dist, "raw/language_bg.wasm")) ? null : "dist/raw has no modules") : "no Chromium";
  if (why !== null && process.env.CI === "true") throw new Error(`CI=true, where no test may be skipped: ${why}`);
  return why ?? false;
}

/** A page, bundled. `alias` replaces packages. */
export async function bundle(page, alias = {}) {
  const result = await build({
    entryPoints: [join(here, "pages", page)],
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "error",
    outdir: "/",
    loader: { ".ttf": "dataurl" },
    // The package is the one of this folder.
    alias: { promenade: dist + "/index.js", ...packageAlias(), ...alias },
  });
  return new Map(result.outputFiles.map((file) => [extname(file.path), file.contents]));
}

/** The worker of Monaco. */
const worker = async () => {
  const entryPoints = ["monaco-editor/editor/editor.worker.js"];
  const result = await build({ entryPoints, bundle: true, format: "iife", write: false, logLevel: "error", absWorkingDir: here });
  return result.outputFiles[0].contents;
};

export const packageAlias = () => ({
  "promenade/codemirror": join(dist, "codemirror/index.js"),
  "promenade/codemirror-promql": join(dist, "compat/index.js"),
  "promenade/monaco": join(dist, "monaco/index.js"),
});

/** Serves a bundle and a Prometheus. `delayWasm` waits before the module is sent. */
export async function serve(files, delayWasm = 0) {
  const requests = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    requests.push(request.url);
    if (path.startsWith("/prometheus/")) return send(response, "application/json", prometheus(path));
    if (path === "/editor.worker.js") return void worker().then((contents) => send(response, TYPES[".js"], contents));
    if (path === "/") return send(response, TYPES[".html"], PAGE);
    if (path.endsWith(".wasm")) {
      // A bundle looks for the module beside itself.
      const module = readFileSync(join(dist, "raw", basename(path)));
      return setTimeout(() => send(response, TYPES[".wasm"], module), delayWasm);
    }
    const file = files.get(extname(path)) ?? (path.endsWith(".css") ? "" : undefined);
    if (file !== undefined) return send(response, TYPES[extname(path)], file);
    response.writeHead(404);
    return response.end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, requests, close: () => server.close() };
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>editor</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">
<style>body { font: 14px sans-serif; margin: 2em } #editor { border: 1px solid #bbb; min-height: 3em }</style>
<div id="editor"></div><script type="module" src="/page.js"></script>`;

function send(response, type, body) {
  response.writeHead(200, { "content-type": type });
  response.end(body);
}

const DATA = {
  "/label/__name__/values": ["http_requests_total", "node_load1", "process_cpu_seconds_total"],
  "/label/job/values": ["api", "node"],
  "/labels": ["__name__", "instance", "job"],
  "/metadata": { http_requests_total: [{ type: "counter", help: "Requests by status.", unit: "" }] },
  "/status/flags": {},
  "/series": [{ __name__: "http_requests_total", job: "api", instance: "a:1" }, { __name__: "http_requests_total", job: "node", instance: "b:1" }],
};

function prometheus(path) {
  const data = DATA[path.replace("/prometheus/api/v1", "")];
  return JSON.stringify(data === undefined ? { status: "error", error: `no ${path}` } : { status: "success", data });
}

export const launch = () => chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
