/** Keeps loaded files in the browser's private file system between visits, when the user asks for it. */
import type { Incoming, Source } from "./sources";

const FOLDER = "files";

const root = () => navigator.storage.getDirectory();

/** Whether the browser has such a file system. */
export function canKeep(): boolean {
  return typeof navigator.storage?.getDirectory === "function";
}

/** Removes what was kept. */
export async function forget(): Promise<void> {
  const directory = await root();
  try {
    await directory.removeEntry(FOLDER, { recursive: true });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
  }
}

/** Keeps these files in place of what was kept before. Bundled samples are not copied. */
export async function keep(sources: readonly Source[]): Promise<void> {
  await forget();
  const directory = await (await root()).getDirectoryHandle(FOLDER, { create: true });
  for (const [index, source] of sources.filter(({ kind }) => kind !== "sample").entries()) {
    const handle = await directory.getFileHandle(`${index} ${encodeURIComponent(source.name)}`, { create: true });
    const writable = await handle.createWritable();
    await writable.write(source.bytes as FileSystemWriteChunkType);
    await writable.close();
  }
}

/** The kept files in the order in which they were loaded. */
export async function kept(): Promise<Incoming[]> {
  let directory: FileSystemDirectoryHandle;
  try {
    directory = await (await root()).getDirectoryHandle(FOLDER);
  } catch {
    return [];
  }
  const files: [string, Incoming][] = [];
  for await (const handle of directory.values()) {
    if (handle.kind !== "file") continue;
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    files.push([handle.name, { name: decodeURIComponent(handle.name.replace(/^\d+ /, "")), kind: "file", bytes }]);
  }
  return files.sort(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).map(([, file]) => file);
}
