import { spawn } from "node:child_process";
import { Agent, createServer, get } from "node:http";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { listenHttp } from "../serving/http-listener.ts";
import { closeWhenAnswered } from "./close-when-answered.ts";

const ask = (address: string, agent?: Agent) =>
  new Promise<IncomingMessage>((resolve, reject) => get(address, { agent }, resolve).on("error", reject));
const textOf = async (response: IncomingMessage) => (await response.setEncoding("utf8").toArray()).join("");

test("what was asked before the end is answered in full, and nothing more is taken", async () => {
  let finish = () => {};
  const server = createServer((_, response) => {
    response.write("begun, ");
    finish = () => response.end("done");
  });
  const close = closeWhenAnswered(server);
  const address = await listenHttp(server, 0, "127.0.0.1");
  const response = await ask(address, new Agent({ keepAlive: true }));

  const closed = close();
  await expect(ask(address)).rejects.toThrow("ECONNREFUSED");
  finish();

  expect(await textOf(response)).toBe("begun, done");
  await closed;
});

test("connections on which nothing is asked hold nothing up", async () => {
  const server = createServer((_, response) => response.end("done"));
  const close = closeWhenAnswered(server);
  const { port } = new URL(await listenHttp(server, 0, "127.0.0.1"));
  const reserve = connect(Number(port));
  await new Promise((resolve) => server.once("connection", resolve));
  const cut = new Promise((resolve) => reserve.once("close", resolve));

  await close();

  await cut;
});

test("a process with an open stream ends in order when it is asked to", async () => {
  const moduleOf = (name: string) => pathToFileURL(path.join(import.meta.dirname, name)).href;
  const text = `
    import { createServer } from "node:http";
    import { closeWhenAnswered } from "${moduleOf("close-when-answered.ts")}";
    import { endStreamsAtShutdown } from "${moduleOf("end-streams-at-shutdown.ts")}";
    import { shutdownSignal } from "${moduleOf("shutdown.ts")}";
    endStreamsAtShutdown();
    const server = createServer((_, response) => {
      response.write("data: begun\\n\\n");
      shutdownSignal().addEventListener("abort", () => response.end("data: ended\\n\\n"));
    });
    const close = closeWhenAnswered(server);
    process.on("SIGTERM", () => void close().then(() => process.exit(0)));
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", text], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<string>((resolve) => child.stdout.once("data", (chunk) => resolve(String(chunk))));
  const stream = await ask(`http://127.0.0.1:${port.trim()}`, new Agent({ keepAlive: true }));
  const code = new Promise((resolve) => child.once("exit", resolve));

  child.kill("SIGTERM");

  expect(await textOf(stream)).toBe("data: begun\n\ndata: ended\n\n");
  expect(await code).toBe(0);
});
