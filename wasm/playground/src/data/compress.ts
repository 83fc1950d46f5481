/** Compression by the browser's own streams: gzip of files, and text for links. */

async function through(bytes: Uint8Array, stream: GenericTransformStream): Promise<Uint8Array> {
  const source = new Blob([bytes as BlobPart]).stream();
  return new Uint8Array(await new Response(source.pipeThrough(stream)).arrayBuffer());
}

/** The file's bytes, unpacked where they begin as gzip does. */
export async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return through(bytes, new DecompressionStream("gzip"));
}

/** A file inside a link. */
export interface PackedFile {
  name: string;
  text: string;
}

/** Files as text for a link: JSON, deflated, in the alphabet of base64url. */
export async function pack(files: readonly PackedFile[]): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(files));
  const deflated = await through(json, new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of deflated) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Reads such text; fails with an `Error` where the link was cut or changed. */
export async function unpack(text: string): Promise<PackedFile[]> {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const json = await through(bytes, new DecompressionStream("deflate-raw"));
    const files: unknown = JSON.parse(new TextDecoder().decode(json));
    if (
      Array.isArray(files) &&
      files.every((file) => typeof file?.name === "string" && typeof file?.text === "string")
    ) {
      return files;
    }
  } catch {
    // Each of these steps fails on a link that was cut; the message below says so.
  }
  throw new Error("the data in this link is damaged; copy the whole link");
}
