import { PassThrough } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createFrameWriter } from "./frame-writer.ts";

test("however many wait for the other end, the socket is listened to once, and all go on together", async () => {
  const socket = new PassThrough({ highWaterMark: 100 });
  const writer = createFrameWriter(socket);
  expect(writer.send({ type: "put" }, new Uint8Array(1_000))).toBe(false);
  const before = socket.listenerCount("drain");
  const waiting = Array.from({ length: 50 }, () => writer.whenFree());
  expect(socket.listenerCount("drain")).toBe(before + 1);

  let isFree = false;
  const all = Promise.all(waiting).then(() => (isFree = true));
  await turn();
  expect(isFree).toBe(false);
  socket.resume();
  await all;
  expect(socket.listenerCount("drain")).toBe(before);

  // And again, once it is full again.
  socket.pause();
  expect(writer.send({ type: "put" }, new Uint8Array(1_000))).toBe(false);
  const again = writer.whenFree();
  socket.resume();
  await again;
});
