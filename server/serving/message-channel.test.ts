import { duplexPair } from "node:stream";
import { expect, test, vi } from "vitest";
import { encodeFrame, MAX_BODY_BYTES } from "../engine/frames.ts";
import { openMessageChannel } from "./message-channel.ts";

function openPair() {
  const [near, far] = duplexPair();
  const received: { message: unknown; bytes: Buffer }[] = [];
  const fail = vi.fn<(error: unknown) => void>();
  const sender = openMessageChannel<object, object>(near, { receive: () => {}, fail: () => {} });
  openMessageChannel<object, object>(far, { receive: (message, bytes) => received.push({ message, bytes }), fail });
  return { near, send: sender.send, received, fail };
}

test("messages arrive in order and whole, with no bytes, a few, and more than a frame takes", async () => {
  const { send, received } = openPair();
  const large = Buffer.alloc(MAX_BODY_BYTES * 2 + 5, 7);
  const sent = [Buffer.alloc(0), Buffer.from("abc"), large, Buffer.alloc(MAX_BODY_BYTES, 1), Buffer.from("end")];
  for (const [id, bytes] of sent.entries()) send({ id }, bytes);

  await vi.waitFor(() => expect(received).toHaveLength(sent.length), { timeout: 60_000 });
  expect(received.map(({ message }) => message)).toEqual(sent.map((_, id) => ({ id })));
  for (const [id, { bytes }] of received.entries()) expect(bytes.equals(sent[id]!)).toBe(true);
});

test.for([
  ["bytes without a message", { sizeBytes: 0 }, 4],
  ["more bytes than announced", { message: {}, sizeBytes: 2 }, 4],
  ["a message of terabytes", { message: {}, sizeBytes: 1e12 }, 4],
] as const)("%s are told once, and nothing is received", async ([, header, count]) => {
  const { near, received, fail } = openPair();
  for (const part of encodeFrame(header, new Uint8Array(count))) near.write(part);

  await vi.waitFor(() => expect(fail).toHaveBeenCalledOnce(), { timeout: 60_000 });
  expect(received).toEqual([]);
});
