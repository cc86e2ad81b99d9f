import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
const sources = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file));

test("the top level holds the folders of the README, and files that tools look for there", () => {
  const top = [...new Set(files.map((file) => file.split("/")[0]!))].sort();

  expect(top).toEqual([
    ".ci",
    ".gitignore",
    ".npmrc",
    ".oxlintrc.json",
    ".prettierignore",
    ".prettierrc.json",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "app",
    "bench",
    "components",
    "docs",
    "drizzle",
    "drizzle.config.ts",
    "e2e",
    "graph",
    "instrumentation.ts",
    "next.config.ts",
    "nodes",
    "package-lock.json",
    "package.json",
    "playwright.config.ts",
    "postcss.config.mjs",
    "public",
    "scripts",
    "server",
    "templates",
    "tsconfig.json",
    "vitest.config.ts",
  ]);
});

test("no file or folder is a dumping ground by its name", () => {
  const dumps = sources.filter((file) => /(^|\/)(index\.tsx?|utils?|helpers?|lib|common|misc)(\/|\.|$)/.test(file));

  expect(dumps).toEqual([]);
});

test("what is for tests is imported by tests alone", () => {
  const importers = sources.filter((file) => {
    if (/\.(test|spec)\.tsx?$|-for-tests\.ts$|^vitest\.config\.ts$|^e2e\//.test(file)) return false;
    return /from "[^"]*-for-tests(\.ts)?"/.test(readFileSync(path.join(root, file), "utf8"));
  });

  expect(importers).toEqual([]);
});

test("every entry point turns off the telemetry of what it loads", () => {
  const entries = [
    "scripts/bootstrap.mjs",
    "server/worker.ts",
    "server/cli/main.ts",
    "server/engine/engine-environment.ts",
  ];

  for (const entry of entries) {
    expect(readFileSync(path.join(root, entry), "utf8"), entry).toMatch(/ORT_DISABLE_TELEMETRY(:| =) "1"/);
  }
});
