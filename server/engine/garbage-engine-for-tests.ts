import { Socket } from "node:net";

/** An engine that has gone mad: what it sends is no frame. */
const socket = new Socket({ fd: 3 });
socket.on("error", () => {});
socket.write(Buffer.alloc(64, 255));
setInterval(() => {}, 1_000);
