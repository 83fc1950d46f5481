/** Short messages at the bottom of the page, which screen readers announce. */
import { signal } from "@preact/signals";

export interface Notice {
  id: number;
  kind: "info" | "error";
  text: string;
}

export const notices = signal<readonly Notice[]>([]);
let next = 0;

/** Shows a message; errors stay until they are closed. */
export function notify(text: string, kind: Notice["kind"] = "info"): void {
  const notice = { id: next++, kind, text };
  notices.value = [...notices.value.slice(-3), notice];
  if (kind === "info") setTimeout(() => dismiss(notice.id), 5000);
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}
