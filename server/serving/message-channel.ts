import type { Duplex } from "node:stream";
import { largeBuffers } from "./buffer-pool.ts";
import { createFrameDecoder, encodeFrame, MAX_BODY_BYTES } from "../engine/frames.ts";

/** Of one message; more is no answer of a model that anyone could use over HTTP. */
const MAX_MESSAGE_BYTES = 2_000_000_000;

export type MessageChannel<Sent> = {
  send: (message: Sent, bytes: Uint8Array) => void;
  /** Takes what arrived where the socket does not hand it out itself. It is copied. */
  push: (chunk: Uint8Array) => void;
};

type FrameHeader<Message> = { message?: Message; sizeBytes: number };

/**
 * Messages with bytes of any length over a socket: as many frames as they take, one behind the other. What arrives that
 * is no message goes to `fail`, once. The bytes of what is received may be given to `largeBuffers` when they were read.
 */
export function openMessageChannel<Sent, Received>(
  socket: Duplex,
  { receive, fail }: { receive: (message: Received, bytes: Buffer) => void; fail: (error: unknown) => void },
): MessageChannel<Sent> {
  const decoder = createFrameDecoder<FrameHeader<Received>>({ allocate: largeBuffers.take });
  let open: { message: Received; bytes: Buffer; filled: number } | null = null;

  socket.on("error", () => {}); // its end is told by the process at the other end
  socket.on("data", push);

  function push(chunk: Uint8Array) {
    try {
      for (const { header, body } of decoder.push(chunk)) take(header, body);
    } catch (error) {
      socket.destroy();
      fail(error);
    }
  }

  function take({ message, sizeBytes }: FrameHeader<Received>, body: Uint8Array) {
    if (message !== undefined) {
      if (open || sizeBytes > MAX_MESSAGE_BYTES) throw new Error(`A message of ${sizeBytes} bytes is not expected.`);
      if (body.length === sizeBytes) return receive(message, asBuffer(body));
      open = { message, bytes: Buffer.allocUnsafe(sizeBytes), filled: 0 };
    }
    if (!open || open.filled + body.length > open.bytes.length)
      throw new Error("Bytes came that belong to no message.");
    open.bytes.set(body, open.filled);
    open.filled += body.length;
    largeBuffers.give(body);
    if (open.filled < open.bytes.length) return;
    const { message: complete, bytes } = open;
    open = null;
    receive(complete, bytes);
  }

  return {
    push,
    send: (message, bytes) => {
      if (!socket.writable) return;
      socket.cork();
      const sizeBytes = bytes.length;
      for (let at = 0; at === 0 || at < sizeBytes; at += MAX_BODY_BYTES) {
        const header: FrameHeader<Sent> = at === 0 ? { message, sizeBytes } : { sizeBytes: 0 };
        for (const part of encodeFrame(header, bytes.subarray(at, at + MAX_BODY_BYTES))) socket.write(part);
      }
      socket.uncork();
    },
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
