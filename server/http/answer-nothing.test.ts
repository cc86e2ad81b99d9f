import { expect, test } from "vitest";
import { answerNothing } from "./answer-nothing.ts";

test("an address at which there is nothing is told like any other refusal", async () => {
  const response = answerNothing(new Request("http://127.0.0.1:3000/api/v1/nope?key=secret"));

  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({
    code: "NOT_FOUND",
    message: 'There is nothing at "/api/v1/nope".',
    requestId: expect.any(String),
  });
});
