/** Registers the service worker, which keeps the page's own files so that it works without a network. */
import { isServed } from "./data/served";

/** A page that the command line serves is there as long as its server is. */
export function registerOffline(): void {
  if (!import.meta.env.PROD || isServed() || !("serviceWorker" in navigator)) return;
  addEventListener("load", () => {
    navigator.serviceWorker.register(new URL("sw.js", document.baseURI)).catch(() => {
      // Some browsers refuse service workers, as in private windows. The page works; it needs the network.
    });
  });
}
