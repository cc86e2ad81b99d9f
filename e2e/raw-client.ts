import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { address, port } from "./places.ts";

export type RawClient = {
  send: (bytes: Uint8Array | string) => void;
  /** Resolves once this has come. */
  until: (words: string) => Promise<string>;
  /** As when a machine is switched off and on: the other side gets a reset in the middle of things (RST). */
  cutOff: () => Promise<void>;
};

/** A client that says exactly these bytes, and can break off anywhere. */
export async function openRawClient(path: string, headers: Record<string, string>): Promise<RawClient> {
  const socket: Socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  let heard = "";
  socket.setEncoding("utf8").on("data", (text: string) => (heard += text));
  socket.on("error", () => {});
  const lines = Object.entries({ host: new URL(address).host, ...headers }).map(([name, value]) => `${name}: ${value}`);
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  return {
    send: (bytes) => void socket.write(bytes),
    until: async (words) => {
      while (!heard.includes(words)) await once(socket, "data");
      return heard;
    },
    cutOff: async () => {
      const closed = once(socket, "close");
      socket.resetAndDestroy();
      await closed;
    },
  };
}
