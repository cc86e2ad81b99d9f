import type { RunEvent } from "../../graph/run-events.ts";

/** A run of trivial nodes sends a frame this often; each costs some 45 µs. */
const BATCH_MS = 5;

export type EventBatcher = {
  add: (event: RunEvent) => void;
  /** Sends what waits: before this thread blocks in a native call, and before asking for a flush. */
  send: () => void;
};

/**
 * Gathers events into batches. What waits is sent when the event loop comes round, or after 5 ms of synchronous nodes;
 * then it is pushed out, because the loop may not come round soon.
 */
export function createEventBatcher(sendBatch: (events: RunEvent[]) => void, push: () => void): EventBatcher {
  let waiting: RunEvent[] = [];
  let since = 0;
  let timer: NodeJS.Immediate | undefined;

  function send() {
    clearImmediate(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    sendBatch(batch);
  }

  return {
    send,
    add: (event) => {
      if (waiting.length === 0) since = performance.now();
      waiting.push(event);
      timer ??= setImmediate(send);
      if (performance.now() - since <= BATCH_MS) return;
      send();
      push();
    },
  };
}
