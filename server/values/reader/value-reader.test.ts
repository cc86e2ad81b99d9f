import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { createValueReader } from "./value-reader.ts";

const folder = mkdtempSync(path.join(tmpdir(), "patchbay-reader-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const content = { hash: "a".repeat(64), file: path.join(folder, "none"), start: 0, sizeBytes: 10, mediaType: "x" };

function program(name: string, text: string): string {
  const file = path.join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return file;
}

test("a reading that takes too long is ended with its process, and the next one has a new process", async () => {
  const entry = program(
    "hangs",
    `process.on("message", ({ asks }) => { while (asks.item === "1"); process.exit(3); });`,
  );
  const reader = createValueReader({ entry, deadlineMs: 1_500 });

  await expect(reader.findItem(content, "1")).rejects.toMatchObject({ code: "UNAVAILABLE", reason: "too-slow" });
  await expect(reader.findItem(content, "2")).rejects.toMatchObject({ message: expect.stringContaining("broke off") });
  reader.close();
});

test("a process that cannot start fails what was asked of it", async () => {
  const reader = createValueReader({ entry: path.join(folder, "missing.mjs") });

  await expect(reader.findItem(content, "0")).rejects.toMatchObject({ code: "UNAVAILABLE" });
  reader.close();
});
