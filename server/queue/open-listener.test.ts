import { createServer, connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { openListener } from "./open-listener.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const ring = (payload: string) => db.database.$client.query("select pg_notify('door', $1)", [payload]);
async function until(isSo: () => boolean) {
  for (let waited = 0; !isSo(); waited += 10) {
    if (waited > 60_000) throw new Error("It did not come about within a minute.");
    await sleep(10);
  }
}

test("after its connection was ended it listens again, and says so", async () => {
  const heard: string[] = [];
  let connects = 0;
  const listener = openListener(db.url, {
    name: "listener under test",
    channels: ["door"],
    onNotification: (_channel, payload) => heard.push(payload),
    onConnect: () => void (connects += 1),
  });
  await listener.ready;
  await ring("before");
  await until(() => heard.length === 1);

  await db.database.$client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'listener under test'",
  );
  await until(() => connects === 2);
  await ring("after");
  await until(() => heard.length === 2);

  expect(heard).toEqual(["before", "after"]);
  await listener.close();
  expect(listener.isConnected()).toBe(false);
});

test("a connection that goes silent without an end is given up and replaced", async () => {
  const proxy = await openProxy(db.url);
  const lost: string[] = [];
  const heard: string[] = [];
  const listener = openListener(proxy.url, {
    name: "listener behind a proxy",
    channels: ["door"],
    onNotification: (_channel, payload) => heard.push(payload),
    onLost: ({ message }) => lost.push(message),
    askEveryMs: 100,
  });
  await listener.ready;

  proxy.freeze();
  await until(() => lost.length > 0);
  proxy.thaw();
  await until(() => listener.isConnected());
  await ring("after");
  await until(() => heard.length === 1);

  expect(lost[0]).toBe("The connection does not answer.");
  await listener.close();
  await proxy.close();
});

test("it can be closed while there is nothing to connect to", async () => {
  const listener = openListener("postgres://nobody:secret@127.0.0.1:1/none", {
    name: "lonely",
    channels: ["door"],
    onNotification: () => {},
  });
  await sleep(100);

  await listener.close();

  expect(listener.isConnected()).toBe(false);
});

/** Between a client and Postgres; frozen, it keeps connections open and passes nothing on. */
async function openProxy(databaseUrl: string) {
  const target = new URL(databaseUrl);
  let isFrozen = false;
  const sockets = new Set<Socket>();
  const server = createServer((inside) => {
    const outside = connect(Number(target.port), target.hostname);
    const pass = (from: Socket, to: Socket) => {
      sockets.add(from);
      from.on("data", (chunk) => isFrozen || to.write(chunk));
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    };
    pass(inside, outside);
    pass(outside, inside);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = new URL(databaseUrl);
  address.hostname = "127.0.0.1";
  address.port = String((server.address() as { port: number }).port);
  return {
    url: address.href,
    freeze: () => void (isFrozen = true),
    thaw: () => void (isFrozen = false),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
