import type { Socket } from "node:net";
import { encodeFrame } from "./frames.ts";

export type FrameWriter = {
  /** False when the other end should be waited for before more is sent. */
  send: (header: unknown, body?: Uint8Array) => boolean;
  /** Writes at once what was sent in this turn: before the thread is held by something long. */
  push: () => void;
};

/** Frames that are sent in the same turn of the event loop go out in one write: each wakes the other process up. */
export function createFrameWriter(socket: Socket): FrameWriter {
  let isCorked = false;

  function push() {
    if (!isCorked) return;
    isCorked = false;
    socket.uncork();
  }

  return {
    push,
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
