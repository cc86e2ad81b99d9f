import { expect, test } from "vitest";
import { askAgain } from "./ask-again.ts";

test("what changes while one asks is asked for once more, however often it changes", async () => {
  const answers: PromiseWithResolvers<void>[] = [];
  const again = askAgain(() => {
    const answer = Promise.withResolvers<void>();
    answers.push(answer);
    return answer.promise;
  });

  const done = again();
  void again();
  void again();
  expect(answers).toHaveLength(1);
  answers[0]!.resolve();
  await expect.poll(() => answers.length).toBe(2);
  answers[1]!.resolve();
  await done;
  expect(answers).toHaveLength(2);
});

test("each call after an answer asks anew", async () => {
  let asked = 0;
  const again = askAgain(async () => void asked++);
  await again();
  await again();
  expect(asked).toBe(2);
});
