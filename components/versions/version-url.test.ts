import { expect, test } from "vitest";
import { readShownVersions, versionsHref } from "./version-url.ts";

test("an address leads to the version or the comparison that it was made for", () => {
  for (const shown of [
    { kind: "one", version: 3 },
    { kind: "two", before: 3, after: 12 },
  ] as const) {
    const { searchParams } = new URL(versionsHref("w", shown), "http://here");
    expect(readShownVersions(searchParams)).toEqual(shown);
  }
});

test.each(["", "version=0", "version=x", "compare=3", "compare=3..", "compare=3..4..5", "compare=a..b"])(
  "an address with %j leads to the editor",
  (query) => expect(readShownVersions(new URLSearchParams(query))).toBeNull(),
);
