/** Notices at the bottom of the page. */
import { dismiss, notices } from "../state/notices";
import { Button } from "./controls";

export function Notices() {
  return (
    <div class="notices" role="status" aria-live="polite">
      {notices.value.map((notice) => (
        <div key={notice.id} class={`notice ${notice.kind}`}>
          <span>{notice.text}</span>
          <Button label="Close" icon="close" compact kind="quiet" onClick={() => dismiss(notice.id)} />
        </div>
      ))}
    </div>
  );
}
