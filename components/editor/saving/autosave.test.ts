import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emptyGraph } from "#graph/schema";
import type { Graph } from "#graph/schema";
import { createAutosave } from "./autosave.ts";
import type { SaveResult } from "./autosave.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A document of notes by their texts. */
function notes(texts: Record<string, string>): Graph {
  const place = { position: { x: 0, y: 0 }, size: { width: 100, height: 100 } };
  return {
    ...emptyGraph,
    notes: Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, { id, text, ...place }])),
  };
}

/** A document that counts its changes, and a server that answers as told: "ok" until something else is queued. */
function setUp({ isTogether = false } = {}) {
  let revision = 0;
  let graph = notes({ a: "A", b: "B" });
  let version = 1;
  const saves: number[] = [];
  const answers: SaveResult[] = [];
  /** Clashes of what was taken in. */
  const taken: string[] = [];
  const autosave = createAutosave({
    version,
    graph,
    savedAt: 0,
    read: () => ({ graph, revision }),
    take(merged, { merge }) {
      taken.push(...merge.clashes.map(({ key }) => key));
      graph = merged;
      revision++;
      autosave.changed();
    },
    isTogether: () => isTogether,
    save: async (_graph, baseVersion) => {
      saves.push(baseVersion);
      return answers.shift() ?? { ok: true, version: ++version };
    },
  });
  return {
    autosave,
    saves,
    answers,
    taken,
    texts: () => Object.values(graph.notes).map(({ text }) => text),
    edit(texts: Record<string, string> = {}) {
      revision++;
      graph = notes({ a: "A", b: "B", ...texts });
      autosave.changed();
    },
  };
}

test("changes that follow quickly are saved once, on top of the version before", async () => {
  const { autosave, saves, edit } = setUp();

  edit();
  await vi.advanceTimersByTimeAsync(300);
  edit();
  expect(autosave.getState().status).toBe("unsaved");
  await vi.advanceTimersByTimeAsync(5_000);

  expect(saves).toEqual([1]);
  expect(autosave.getState()).toMatchObject({ status: "saved", version: 2 });
});

test("who types without a pause is saved all the same", async () => {
  const { saves, edit } = setUp();

  for (let step = 0; step < 20; step++) {
    edit();
    await vi.advanceTimersByTimeAsync(300);
  }

  expect(saves.length).toBeGreaterThanOrEqual(1);
});

test("an unreachable server is tried again, and what was edited meanwhile goes along", async () => {
  const { autosave, saves, answers, edit } = setUp();
  answers.push({ ok: false, kind: "unreachable", message: "offline." });

  edit();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(autosave.getState().status).toBe("failed");
  edit();
  await vi.advanceTimersByTimeAsync(3_000);

  expect(saves).toEqual([1, 1]);
  expect(autosave.getState().status).toBe("saved");
});

test("a save whose answer was lost is known again as one's own, also where the same thing was changed since", async () => {
  const { autosave, saves, answers, edit, texts } = setUp();
  answers.push({ ok: false, kind: "unreachable", message: "the server does not answer." });
  answers.push({ ok: false, kind: "conflict", version: 2, graph: notes({ a: "first", b: "B" }) });

  edit({ a: "first" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(autosave.unsaved()).toBe(1);
  edit({ a: "second" });
  await vi.advanceTimersByTimeAsync(10_000);

  expect(texts()).toEqual(["second", "B"]);
  expect(saves).toEqual([1, 1, 2]);
  expect(autosave.getState().status).toBe("saved");
  expect(autosave.unsaved()).toBe(0);
});

test("what someone else saved is merged in where it does not clash, and saved on top of theirs", async () => {
  const { autosave, saves, answers, edit, texts } = setUp();
  answers.push({ ok: false, kind: "conflict", version: 7, graph: notes({ a: "A", b: "theirs" }) });

  edit({ a: "mine" });
  await vi.advanceTimersByTimeAsync(1_000);

  expect(texts()).toEqual(["mine", "theirs"]);
  expect(saves).toEqual([1, 7]);
  expect(autosave.getState().status).toBe("saved");
});

test("flush says that all is kept also where others had to be merged in first", async () => {
  const { autosave, answers, edit } = setUp();
  answers.push({ ok: false, kind: "conflict", version: 7, graph: notes({ a: "A", b: "theirs" }) });

  edit({ a: "mine" });

  expect(await autosave.flush()).toBe(true);
  expect(autosave.getState().status).toBe("saved");
});

test("where both changed the same thing, nothing is sent until a person has chosen", async () => {
  const { autosave, saves, answers, edit, texts } = setUp();
  answers.push({ ok: false, kind: "conflict", version: 7, graph: notes({ a: "theirs", b: "theirs" }) });

  edit({ a: "mine" });
  await vi.advanceTimersByTimeAsync(1_000);
  edit({ a: "mine" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(autosave.getState()).toMatchObject({ status: "conflict", from: { version: 7 } });
  expect(texts()).toEqual(["mine", "B"]);
  expect(saves.length).toBe(1);

  autosave.decide({ "notes/a/text": "theirs" });
  await vi.advanceTimersByTimeAsync(5_000);

  expect(texts()).toEqual(["theirs", "theirs"]);
  expect(autosave.getState()).toMatchObject({ status: "saved", version: 7 });
  expect(saves.length).toBe(1);
});

test("people who work together are not asked: who sets a thing last has it", async () => {
  const { autosave, saves, edit, texts } = setUp({ isTogether: true });

  edit({ a: "mine" });
  autosave.takeSaved({ version: 7, graph: notes({ a: "theirs", b: "theirs" }), by: "Ada" });
  await vi.advanceTimersByTimeAsync(5_000);

  expect(texts()).toEqual(["mine", "theirs"]);
  expect(saves).toEqual([7]);
});

test("what gave way to mine is told also where nothing else came in", async () => {
  const { autosave, edit, taken } = setUp({ isTogether: true });

  edit({ a: "mine" });
  autosave.takeSaved({ version: 7, graph: notes({ a: "theirs", b: "B" }), by: "Ada" });
  await vi.advanceTimersByTimeAsync(5_000);

  expect(taken).toEqual(["notes/a/text"]);
});

test("what someone else saved comes in although nothing was changed here, and is not saved again", async () => {
  const { autosave, saves, texts } = setUp();

  autosave.takeSaved({ version: 7, graph: notes({ a: "A", b: "theirs" }) });
  autosave.takeSaved({ version: 6, graph: notes({ a: "A", b: "older" }) });
  await vi.advanceTimersByTimeAsync(5_000);

  expect(texts()).toEqual(["A", "theirs"]);
  expect(saves).toEqual([]);
  expect(autosave.getState()).toMatchObject({ status: "saved", version: 7 });
});

test("what a lost tab had not saved is merged in and saved; where the workflow went on, a person is asked", async () => {
  const lost = { base: notes({ a: "A", b: "B" }), graph: notes({ a: "lost", b: "B" }) };
  const { autosave, saves, texts } = setUp();
  autosave.takeLost(lost);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(texts()).toEqual(["lost", "B"]);
  expect(saves).toEqual([1]);

  const other = setUp();
  other.edit({ a: "went on" });
  other.autosave.takeLost(lost);
  expect(other.autosave.getState()).toMatchObject({ status: "conflict", origin: "lost" });
  other.autosave.decide({ "notes/a/text": "mine" });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(other.texts()).toEqual(["lost", "B"]);
});

test("flush saves at once and says whether all is kept", async () => {
  const { autosave, answers, edit } = setUp();

  edit();
  expect(await autosave.flush()).toBe(true);
  expect(await autosave.flush()).toBe(true);

  answers.push({ ok: false, kind: "refused", message: "This needs the role editor." });
  edit();
  expect(await autosave.flush()).toBe(false);
  expect(autosave.getState().status).toBe("refused");
});

test("what was refused is not sent again by itself, and saved once a change has made it good", async () => {
  const { autosave, saves, answers, edit } = setUp();
  answers.push({ ok: false, kind: "refused", message: "The input has a field that cannot be kept." });
  edit({ a: "bad" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect([autosave.getState().status, saves]).toEqual(["refused", [1]]);

  edit({ a: "good" });
  await vi.advanceTimersByTimeAsync(1_000);

  expect([autosave.getState().status, saves]).toEqual(["saved", [1, 1]]);
});
