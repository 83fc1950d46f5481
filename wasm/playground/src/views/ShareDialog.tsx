/** The dialog with the link to the page as it is. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { copy } from "../export/download";
import { type Share, share } from "../share";
import { formatCount } from "../text/number";
import { Button, Dialog } from "./controls";

export const shareOpen = signal(false);

function Link() {
  const [link, setLink] = useState<Share | null>(null);
  useEffect(() => {
    void share().then(setLink);
  }, []);
  return (
    <>
      <p class="hint">
        The queries{link && !link.without ? " and the data" : ""} are in the part of the link after #, which browsers do
        not send to any server.
      </p>
      {link?.without && <p class="error-box calm">{link.without}</p>}
      <textarea
        readOnly
        rows={4}
        aria-label="Link"
        value={link?.url ?? ""}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="row spread">
        <span class="hint">{link ? `${formatCount(link.url.length)} characters` : ""}</span>
        <Button
          label="Copy link"
          kind="primary"
          icon="copy"
          disabled={!link}
          onClick={() => link && void copy(link.url, "Link")}
        />
      </div>
    </>
  );
}

export function ShareDialog() {
  if (!shareOpen.value) return null;
  return (
    <Dialog
      title="Share"
      onClose={() => {
        shareOpen.value = false;
      }}
    >
      <Link />
    </Dialog>
  );
}
