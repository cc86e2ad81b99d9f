import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emptyGraph } from "#graph/schema";
import { createAutosave } from "./autosave.ts";
import type { SaveResult } from "./autosave.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A document that only counts its changes, and a server that answers as told: "ok" until something else is queued. */
function setUp() {
  let revision = 0;
  let version = 1;
  const saves: number[] = [];
  const answers: SaveResult[] = [];
  const autosave = createAutosave({
    version,
    savedAt: 0,
    read: () => ({ graph: emptyGraph, revision }),
    save: async (_graph, baseVersion) => {
      saves.push(baseVersion);
      return answers.shift() ?? { ok: true, version: ++version };
    },
  });
  return {
    autosave,
    saves,
    answers,
    edit() {
      revision++;
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

test("after a conflict nothing is sent until a person has decided", async () => {
  const { autosave, saves, answers, edit } = setUp();
  answers.push({ ok: false, kind: "conflict", version: 7, graph: emptyGraph });

  edit();
  await vi.advanceTimersByTimeAsync(1_000);
  edit();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(autosave.getState()).toMatchObject({ status: "conflict", version: 7 });
  expect(saves.length).toBe(1);

  autosave.rebase(7, true);
  edit();
  await vi.advanceTimersByTimeAsync(5_000);

  expect(saves).toEqual([1, 7]);
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
