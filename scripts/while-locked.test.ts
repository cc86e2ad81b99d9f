import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "patchbay-locked-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lock = () => path.join(folder, "lock");
const linesOf = () => readFileSync(path.join(folder, "log"), "utf8").trim().split("\n");

/** A process that writes "begin" and "end" of its work, between which it waits. */
function worker(workMs: number) {
  const lockModule = pathToFileURL(path.join(import.meta.dirname, "while-locked.mjs")).href;
  const text = `
    import { appendFileSync } from "node:fs";
    import { whileLocked } from ${JSON.stringify(lockModule)};
    const say = (what) => appendFileSync(${JSON.stringify(path.join(folder, "log"))}, what + " " + process.pid + "\\n");
    await whileLocked(${JSON.stringify(lock())}, async () => {
      say("begin");
      await new Promise((resolve) => setTimeout(resolve, ${workMs}));
      say("end");
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", text], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { child, exited: once(child, "exit") };
}

/** Each "begin" is followed by the same process's "end". */
function expectInTurn(lines: string[]) {
  for (let at = 0; at < lines.length; at += 2) {
    expect(lines[at]).toMatch(/^begin /);
    expect(lines[at + 1]).toBe(lines[at]!.replace("begin", "end"));
  }
}

test("of processes that want to work at once one works at a time, and all do", async () => {
  const workers = Array.from({ length: 6 }, () => worker(40));

  expect(await Promise.all(workers.map(({ exited }) => exited))).toEqual(workers.map(() => [0, null]));

  expect(linesOf()).toHaveLength(12);
  expectInTurn(linesOf());
  expect(readdirSync(folder)).toEqual(["log"]);
});

test("the lock of a process that was killed holds up nobody, also where many find it", async () => {
  const killed = worker(60_000);
  await vi.waitFor(() => expect(linesOf()).toHaveLength(1), { timeout: 60_000 });
  const waiting = Array.from({ length: 4 }, () => worker(40));
  killed.child.kill("SIGKILL");

  await Promise.all(waiting.map(({ exited }) => exited));

  expect(linesOf()).toHaveLength(9);
  expectInTurn(linesOf().slice(1));
});

test("entry points that start at once install the packages once", async () => {
  const root = path.join(folder, "project");
  mkdirSync(path.join(root, "scripts"), { recursive: true });
  for (const name of ["bootstrap.mjs", "while-locked.mjs"])
    cpSync(path.join(import.meta.dirname, name), path.join(root, "scripts", name));
  mkdirSync(path.join(root, "leaf"));
  const manifest = (folderOfIt: string, more: object) =>
    writeFileSync(path.join(folderOfIt, "package.json"), JSON.stringify({ version: "1.0.0", ...more }));
  manifest(path.join(root, "leaf"), { name: "leaf" });
  manifest(root, { name: "project", dependencies: { leaf: "file:leaf" } });
  const npm = spawnSync("npm", ["install", "--package-lock-only", "--offline"], { cwd: root, encoding: "utf8" });
  expect(npm.status, npm.stderr).toBe(0);
  const start = () => {
    const text = `import { ensureInstalled } from "./scripts/bootstrap.mjs"; await ensureInstalled();`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", text], {
      cwd: root,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let printed = "";
    child.stderr.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    return once(child, "close").then(([code]) => ({ code: code as number, printed }));
  };

  const ended = await Promise.all(Array.from({ length: 4 }, start));

  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(ended.filter(({ printed }) => printed.includes("Installing packages"))).toHaveLength(1);
  expect(readFileSync(path.join(root, "node_modules", ".patchbay-lock"), "utf8")).toMatch(/^[0-9a-f]{64}$/);
});
