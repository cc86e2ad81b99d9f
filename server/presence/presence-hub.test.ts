import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { channels } from "../queue/channels.ts";
import { createBell } from "../queue/ring-bell.ts";
import { openPresenceHub, type PresenceEvent, type PresenceHub, type Present } from "./presence-hub.ts";

let test_: TestDatabase;
/** Two web processes. */
let hubs: [PresenceHub, PresenceHub];

beforeAll(async () => {
  test_ = await createTestDatabase();
  const open = () => openPresenceHub(test_.url, createBell(test_.database));
  hubs = [open(), open()];
});
afterAll(async () => {
  await Promise.all(hubs.map((hub) => hub.close()));
  await test_.close();
});

function person(name: string): Present {
  return { clientId: randomUUID(), userId: name, name, cursor: { x: 1, y: 2 }, selection: ["a"], isAway: false };
}

/** Reads until an event is as wanted, while `nudge` says again what may have been said before anyone listened. */
async function until(
  events: AsyncGenerator<PresenceEvent, void>,
  isWanted: (event: PresenceEvent) => boolean,
  nudge: () => void = () => {},
): Promise<PresenceEvent> {
  const timer = setInterval(nudge, 100);
  try {
    for (;;) {
      const { value, done } = await events.next();
      if (done) throw new Error("The stream ended before that.");
      if (isWanted(value)) return value;
    }
  } finally {
    clearInterval(timer);
  }
}

function isNamed(...names: string[]) {
  return (event: PresenceEvent) =>
    event.type === "people" && event.people.map(({ name }) => name).join() === names.join();
}

test("who is in a workflow is told across processes, to others in the same workflow alone, and gone when their stream ends", async () => {
  const place = { workspaceId: randomUUID(), workflowId: randomUUID() };
  const [ada, bo] = [person("Ada"), person("Bo")];
  const [endAda, endBo] = [new AbortController(), new AbortController()];
  const seenByAda = hubs[0].watch(place, { ...ada, signal: endAda.signal });
  const seenByBo = hubs[1].watch(place, { ...bo, signal: endBo.signal });
  const bosStream = until(seenByBo, isNamed("Ada"), () => hubs[0].tell(place, ada));
  const elsewhere = { ...place, workflowId: randomUUID() };

  const seen = await until(seenByAda, isNamed("Bo"), () => {
    hubs[1].tell(place, bo);
    hubs[1].tell(elsewhere, person("Cy"));
  });
  expect(seen).toEqual({ type: "people", people: [bo] });
  await bosStream;

  endBo.abort();
  await seenByBo.next();
  await until(seenByAda, isNamed());
  endAda.abort();
});

test("whoever is away stays in sight of the others when their stream ends, until they come back and leave", async () => {
  const place = { workspaceId: randomUUID(), workflowId: randomUUID() };
  const [ada, bo] = [person("Ada"), person("Bo")];
  const [endAda, endBo, endBoAgain] = [new AbortController(), new AbortController(), new AbortController()];
  const seenByAda = hubs[0].watch(place, { ...ada, signal: endAda.signal });
  const isAway = (is: boolean) => (event: PresenceEvent) => event.type === "people" && event.people[0]?.isAway === is;
  const seenByBo = hubs[1].watch(place, { ...bo, signal: endBo.signal });
  await until(seenByBo, isAway(false), () => hubs[0].tell(place, ada));

  await until(seenByAda, isAway(true), () => hubs[1].tell(place, { ...bo, isAway: true }));
  endBo.abort();
  await seenByBo.next();
  hubs[1].tellSaved(place, { version: 3, by: "Cy" });
  // People are told again whenever they differ; Bo does not.
  expect(await until(seenByAda, ({ type }) => type === "saved")).toBeDefined();

  const seenAgain = hubs[1].watch(place, { ...bo, signal: endBoAgain.signal });
  await until(seenByAda, isAway(false), () => hubs[1].tell(place, bo));
  await until(seenAgain, isNamed("Ada"), () => hubs[0].tell(place, ada));
  endBoAgain.abort();
  await seenAgain.next();
  await until(seenByAda, isNamed());
  endAda.abort();
});

test("a save is told with its version and who saved", async () => {
  const place = { workspaceId: randomUUID(), workflowId: randomUUID() };
  const end = new AbortController();
  const events = hubs[0].watch(place, { ...person("Ada"), signal: end.signal });

  const saved = await until(
    events,
    ({ type }) => type === "saved",
    () => hubs[1].tellSaved(place, { version: 7, by: "Bo" }),
  );

  expect(saved).toEqual({ type: "saved", version: 7, by: "Bo" });
  end.abort();
});

test("nobody speaks for the tab of another person, nor takes it out of the workflow", async () => {
  const place = { workspaceId: randomUUID(), workflowId: randomUUID() };
  const end = new AbortController();
  const events = hubs[0].watch(place, { ...person("Ada"), signal: end.signal });
  const bo = person("Bo");
  const cy = { ...person("Cy"), clientId: bo.clientId };
  await until(events, isNamed("Bo"), () => hubs[1].tell(place, bo));

  const endCy = new AbortController();
  const seenByCy = hubs[1].watch(place, { ...cy, signal: endCy.signal });
  await until(seenByCy, isNamed("Bo"), () => hubs[1].tell(place, bo));
  endCy.abort();
  await seenByCy.next();

  await until(events, isNamed("Bo", "Cy"), () => [bo, cy].forEach((one) => hubs[1].tell(place, one)));
  end.abort();
});

test("what another release says in words of its own is passed over", async () => {
  const place = { workspaceId: randomUUID(), workflowId: randomUUID() };
  const end = new AbortController();
  const events = hubs[0].watch(place, { ...person("Ada"), signal: end.signal });
  for (const payload of ["", "{", JSON.stringify({ type: "waved", place: "x" })]) {
    await test_.database.$client.query("select pg_notify($1, $2)", [channels.presence, payload]);
  }

  const saved = await until(
    events,
    ({ type }) => type === "saved",
    () => hubs[0].tellSaved(place, { version: 2, by: "Bo" }),
  );

  expect(saved).toMatchObject({ version: 2 });
  end.abort();
});
