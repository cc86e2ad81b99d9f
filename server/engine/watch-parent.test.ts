import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("watched-child-for-tests.ts", import.meta.url));

const start = (args: readonly string[], parent: number | undefined) =>
  spawn(process.execPath, [program, ...args], { env: { ...process.env, PATCHBAY_PARENT_PID: String(parent) } });

test("a process whose parent was gone before it looked ends, whatever it computes", async () => {
  const gone = start([], process.pid);
  await once(gone, "exit");

  const child = start(["busy"], gone.pid);

  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
});

test("a process that has nothing left to do ends by itself while its parent lives", async () => {
  expect(await once(start([], process.pid), "exit")).toEqual([0, null]);
});

test("what native code says on stderr waits for a slow reader, and is not lost", async () => {
  const child = start(["talk", "50000"], process.pid);
  // Nothing is read meanwhile.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);

  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);

  expect({ code, lines: said.split("\n").length - 1 }).toEqual({ code: 0, lines: 50_000 });
});
