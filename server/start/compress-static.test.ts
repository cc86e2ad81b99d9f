import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { compressStatic } from "./compress-static.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "patchbay-static-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const script = "export const answer = 42;\n".repeat(100);

test("a script lies there for browsers that take Brotli and for those that take gzip", async () => {
  mkdirSync(path.join(folder, "chunks"));
  writeFileSync(path.join(folder, "chunks", "a.js"), script);

  await compressStatic(folder);

  expect(readdirSync(path.join(folder, "chunks")).sort()).toEqual(["a.js", "a.js.br", "a.js.gz"]);
  const read = (name: string) => readFileSync(path.join(folder, "chunks", name));
  expect(brotliDecompressSync(read("a.js.br")).toString()).toBe(script);
  expect(gunzipSync(read("a.js.gz")).toString()).toBe(script);
});

test("what is small, compressed already or gets no smaller is left alone", async () => {
  writeFileSync(path.join(folder, "small.js"), "1");
  writeFileSync(path.join(folder, "font.woff2"), script);
  writeFileSync(path.join(folder, "noise.wasm"), randomBytes(5_000));

  await compressStatic(folder);

  expect(readdirSync(folder).sort()).toEqual(["font.woff2", "noise.wasm", "small.js"]);
});

test("to do it again changes nothing", async () => {
  writeFileSync(path.join(folder, "a.js"), script);
  await compressStatic(folder);
  const before = readFileSync(path.join(folder, "a.js.br"));

  await compressStatic(folder);

  expect(readdirSync(folder).sort()).toEqual(["a.js", "a.js.br", "a.js.gz"]);
  expect(readFileSync(path.join(folder, "a.js.br"))).toEqual(before);
});
