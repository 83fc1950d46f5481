/** Files that `promenade playground --data` serves beside the page. */
import type { Incoming } from "./sources";

interface ServedFile {
  name: string;
  url: string;
  labels: Record<string, string>;
}

/** The program that serves the page names its list in the head of the page; a static site has none. */
function listUrl(): string | null {
  return document.querySelector<HTMLMetaElement>('meta[name="promenade-data"]')?.content ?? null;
}

export function isServed(): boolean {
  return listUrl() !== null;
}

async function get(url: string): Promise<Response> {
  const response = await fetch(new URL(url, document.baseURI));
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return response;
}

/** The served files; none on a static site. */
export async function servedFiles(): Promise<Incoming[]> {
  const list = listUrl();
  if (!list) return [];
  const files: ServedFile[] = await (await get(list)).json();
  return Promise.all(
    files.map(async ({ name, url, labels }) => ({
      name,
      kind: "file" as const,
      labels,
      bytes: new Uint8Array(await (await get(url)).arrayBuffer()),
    })),
  );
}
