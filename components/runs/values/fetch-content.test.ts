import { afterEach, expect, test, vi } from "vitest";
import { type ContentError, fetchContent } from "./fetch-content.ts";

afterEach(() => vi.unstubAllGlobals());

const answered = (body: object) => {
  vi.stubGlobal("fetch", async () => Response.json(body, { status: 404 }));
  return fetchContent("/a").catch((error: unknown) => error as ContentError);
};

test("a value that is not there is gone; one behind a link that has ended is refused and not gone", async () => {
  const missing = await answered({ code: "NOT_FOUND", message: "There is no such artifact." });
  const behind = await answered({ code: "NOT_FOUND", message: "This link does not work.", reason: "link-closed" });

  expect(missing).toMatchObject({ isGone: true, isRefused: true });
  expect(behind).toMatchObject({ isGone: false, isRefused: true, message: "This link does not work." });
});
