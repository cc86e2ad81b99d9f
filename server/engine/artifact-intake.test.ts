import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { createArtifactIntake } from "./artifact-intake.ts";

type Content = Uint8Array | readonly Uint8Array[] | AsyncIterable<Uint8Array>;

/** Stores texts; what comes as a stream is said to. */
function openIntake(refuse?: Error) {
  const stored: string[] = [];
  const intake = createArtifactIntake({
    put: async (content: Content) => {
      if (refuse) throw refuse;
      const isStream = Symbol.asyncIterator in content;
      const text = isStream ? `stream of ${await buffer(content)}` : Buffer.from(content as Uint8Array).toString();
      stored.push(text);
      return { hash: text, sizeBytes: text.length };
    },
  });
  return { ...intake, stored };
}
const piece = (text: string) => Buffer.from(text);

test("what comes in one piece is stored as it is", async () => {
  const { take, stored } = openIntake();

  await take(1, piece("small"), true);

  expect(stored).toEqual(["small"]);
});

test("pieces of several artifacts that come mixed are put together by their ids, and answered once each", async () => {
  const { take, stored } = openIntake();

  const answers = [
    take(1, piece("a"), false),
    take(2, piece("x"), false),
    take(1, piece("b"), false),
    take(2, piece("y"), true),
    take(1, piece("c"), true),
  ];
  await Promise.all(answers.filter((answer) => answer !== null));

  expect(stored.sort()).toEqual(["stream of abc", "stream of xy"]);
  expect(answers.map((answer) => answer !== null)).toEqual([true, true, false, false, false]);
});

test("a store that refuses says so once, and the rest passes by", async () => {
  const { take } = openIntake(new Error("The disk is full."));

  const first = take(1, piece("a"), false);
  const rest = take(1, piece("b"), true);

  await expect(first).rejects.toThrow("The disk is full.");
  expect(rest).toBeNull();
});

test("an artifact whose sender dies is dropped", async () => {
  const { take, breakOff, stored } = openIntake();
  const first = take(1, piece("half"), false);

  breakOff();

  await expect(first).rejects.toThrow("ended before it had sent all");
  expect(stored).toEqual([]);
});
