import { Socket } from "node:net";
import { encodeFrame } from "./frames.ts";

/** An engine that hangs: it is ready once, and then nothing more is heard of it. */
const socket = new Socket({ fd: 3 });
socket.write(Buffer.concat(encodeFrame({ type: "ready" })));
setInterval(() => {}, 1_000);
