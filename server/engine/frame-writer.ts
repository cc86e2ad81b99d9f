import { once } from "node:events";
import type { Writable } from "node:stream";
import { encodeFrame } from "./frames.ts";

export type FrameWriter = {
  /** False when the other end should be waited for before more is sent. */
  send: (header: unknown, body?: Uint8Array) => boolean;
  /** Writes at once what was sent in this turn: before the thread is held by something long. */
  push: () => void;
  /** Resolves once the other end has taken what it should be waited for. */
  whenFree: () => Promise<void>;
};

/** Frames that are sent in the same turn of the event loop go out in one write: each wakes the other process up. */
export function createFrameWriter(socket: Writable): FrameWriter {
  let isCorked = false;
  /** One for all who wait: dozens of values may be on their way at once. */
  let freeing: Promise<void> | undefined;

  function push() {
    if (!isCorked) return;
    isCorked = false;
    socket.uncork();
  }

  return {
    push,
    whenFree() {
      freeing ??= once(socket, "drain").then(() => (freeing = undefined));
      return freeing;
    },
    send(header, body) {
      if (!isCorked) {
        isCorked = true;
        socket.cork();
        process.nextTick(push);
      }
      let isFree = true;
      for (const part of encodeFrame(header, body)) isFree = socket.write(part);
      return isFree;
    },
  };
}
