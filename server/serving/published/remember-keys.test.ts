import { expect, test } from "vitest";
import { rememberKeys } from "./remember-keys.ts";

/** Looks that the test answers, on a clock that the test moves. */
function remembering() {
  const looks: PromiseWithResolvers<string | null>[] = [];
  const clock = { ms: 0 };
  const keys = rememberKeys<string>(
    () => {
      looks.push(Promise.withResolvers<string | null>());
      return looks.at(-1)!.promise;
    },
    { freshMs: 1_000, usableMs: 60_000, now: () => clock.ms },
  );
  const ask = async (answer: string | Error | null) => {
    const asked = keys.find("key");
    if (answer instanceof Error) looks.at(-1)!.reject(answer);
    else looks.at(-1)!.resolve(answer);
    return await asked;
  };
  return { ...keys, ask, looks, clock };
}

test("a key is looked up once a second, however often and by how many it is asked for", async () => {
  const { find, looks, clock } = remembering();
  const asked = [find("key"), find("key"), find("key")];
  expect(looks).toHaveLength(1);
  looks[0]!.resolve("mine");
  expect(await Promise.all(asked)).toEqual(["mine", "mine", "mine"]);

  clock.ms = 999;
  expect(await find("key")).toBe("mine");
  expect(looks).toHaveLength(1);
  clock.ms = 1_000;
  const later = find("key");
  expect(looks).toHaveLength(2);
  looks[1]!.resolve(null);
  expect(await later).toBeNull();
});

test("after a bell it is looked up again at once, also by those who come during a look that began before", async () => {
  const { find, ask, doubt, looks } = remembering();
  await ask("mine");
  doubt();
  const before = find("key");
  expect(looks).toHaveLength(2);

  doubt();
  const after = find("key");

  expect(looks).toHaveLength(3);
  looks[2]!.resolve(null);
  expect(await after).toBeNull();
  looks[1]!.resolve("mine");
  await before;
  void find("key");
  expect(looks).toHaveLength(4);
});

test("a key that opens nothing is looked up each time", async () => {
  const { ask, looks } = remembering();

  expect([await ask(null), await ask(null)]).toEqual([null, null]);
  expect(looks).toHaveLength(2);
});

test("while looks fail, a key opens for a minute what it opened, and one that is not known nothing", async () => {
  const { ask, clock } = remembering();
  const away = new Error("away");
  await expect(ask(away)).rejects.toBe(away);
  await ask("mine");

  clock.ms = 59_999;
  expect(await ask(away)).toBe("mine");
  clock.ms = 60_000;
  await expect(ask(away)).rejects.toBe(away);
});
