import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";

test("scripts come compressed as they lie there, to be kept, and pages as Next compresses them", async ({
  request,
}) => {
  const page = await request.get("/workflows", { headers: { "accept-encoding": "gzip" } });
  const script = /\/_next\/static\/chunks\/[\w-]+\.js/.exec(await page.text())![0];

  for (const [accepted, encoding] of [
    ["gzip, deflate, br, zstd", "br"],
    ["gzip", "gzip"],
    ["identity", undefined],
  ] as const) {
    const answer = await request.get(script, { headers: { "accept-encoding": accepted } });
    expect(answer.status()).toBe(200);
    expect(answer.headers()).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-type": "application/javascript; charset=UTF-8",
      // Not computed for this request: its length is known before it is sent.
      "content-length": expect.stringMatching(/^\d+$/),
      vary: "Accept-Encoding",
    });
    expect(answer.headers()["content-encoding"]).toBe(encoding);
  }
  expect(page.headers()["content-encoding"]).toBe("gzip");
  const unknown = await request.get("/_next/static/chunks/nothing.js", { headers: { "accept-encoding": "br" } });
  expect(unknown.status()).toBe(404);
  expect(await unknown.text()).toBe("Not Found");
});
