import { expect, test } from "vitest";
import { isAccepted } from "./is-accepted.ts";

test.each([
  ["sales.CSV", "text/plain", [".csv"], true],
  ["sales.csv", "text/csv", ["text/csv"], true],
  ["sales.csv", "text/csv", [".parquet", "application/json"], false],
  ["bell.wav", "audio/wav", ["audio/*"], true],
  ["bell.wav", "audiophile/x", ["audio/*"], false],
  ["anything", "application/octet-stream", [], true],
])("%s, %s for %j: %s", (name, mediaType, accept, expected) => {
  expect(isAccepted({ name, mediaType }, accept)).toBe(expected);
});
