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
    `process.on("message", ({ asks }) => { while (asks.item === "1"); process.exit(3); });
     process.send("ready");`,
  );
  const reader = createValueReader({ entry, deadlineMs: 1_500 });

  await expect(reader.findItem(content, "1")).rejects.toMatchObject({ code: "UNAVAILABLE", reason: "too-slow" });
  await expect(reader.findItem(content, "2")).rejects.toMatchObject({ message: expect.stringContaining("broke off") });
  reader.close();
});

test("how long its process takes to start does not count against a reading", async () => {
  const entry = program(
    "starts-late",
    `process.on("message", ({ id }) => setTimeout(() => {
       process.send("ready");
       process.send({ id, refused: { code: "NOT_FOUND", message: "Read." } });
     }, 600));`,
  );
  const reader = createValueReader({ entry, deadlineMs: 300 });

  await expect(reader.findItem(content, "1")).rejects.toMatchObject({ message: "Read." });
  reader.close();
});

test("a process that cannot start fails what was asked of it", async () => {
  const reader = createValueReader({ entry: path.join(folder, "missing.mjs") });

  await expect(reader.findItem(content, "0")).rejects.toMatchObject({ code: "UNAVAILABLE" });
  reader.close();
});
