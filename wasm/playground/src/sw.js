/** The service worker: keeps the page's own files, and answers with them before the network. The build fills in both names. */
const CACHE = "promenade-__VERSION__";
const FILES = "__FILES__";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

async function dropOld() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith("promenade-") && name !== CACHE).map((name) => caches.delete(name)),
  );
  await self.clients.claim();
}

self.addEventListener("activate", (event) => event.waitUntil(dropOld()));

/** Servers may vary their answers by headers that differ between a page and its scripts; these files never differ. */
const MATCH = { ignoreSearch: true, ignoreVary: true };

/**
 * Isolates the page from others, so that it may share memory with its worker, which is how queries are stopped. Servers of static
 * files rarely send these headers.
 */
function isolated(response) {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** The page itself comes from the network while there is one, so that a new version shows at the next visit. */
async function page(request) {
  try {
    return isolated(await fetch(request));
  } catch {
    const kept = await caches.match("./", MATCH);
    return kept ? isolated(kept) : Response.error();
  }
}

async function file(request) {
  return isolated((await caches.match(request, MATCH)) ?? (await fetch(request)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isOurs =
    request.url.startsWith(self.registration.scope) && !request.url.startsWith(`${self.registration.scope}data/`);
  if (request.method !== "GET" || !isOurs) return;
  event.respondWith(request.mode === "navigate" ? page(request) : file(request));
});
