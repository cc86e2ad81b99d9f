import { Socket } from "node:net";
import { encodeFrame } from "./frames.ts";

/** An engine that dies while it sends: half of a batch of events is out when it ends. */
const socket = new Socket({ fd: 3 });
socket.write(Buffer.concat(encodeFrame({ type: "ready" })));
socket.on("data", () => {
  const frame = Buffer.concat(
    encodeFrame({ type: "events", run: 1, events: [{ type: "run.started", at: 0, attempt: 1, worker: "x" }] }),
  );
  socket.write(frame.subarray(0, frame.length / 2), () => process.exit(3));
});
