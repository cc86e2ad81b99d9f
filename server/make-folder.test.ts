import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "patchbay-folders-"));
afterAll(() => rmSync(scratch, { recursive: true }));

test("a folder is made with those above it, also where it is there", () => {
  const folder = path.join(scratch, "a", "b", "c");

  makeFolder(folder);
  makeFolder(folder);

  expect(statSync(folder).isDirectory()).toBe(true);
});

test("a file in the place of a folder is told", () => {
  const file = path.join(scratch, "file");
  writeFileSync(file, "");

  expect(() => makeFolder(file)).toThrow(expect.objectContaining({ code: "EEXIST" }));
  expect(() => makeFolder(path.join(file, "x", "y"))).toThrow(/EEXIST|ENOTDIR/);
});

test.runIf(existsSync("/proc/self"))("a file system that takes no folders is told", () => {
  expect(() => makeFolder("/proc/patchbay/x")).toThrow("/proc takes no folders");
});
