import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { EngineRunResult } from "./engine-pool-types.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { expression, numberInput, openTestPool, tensorInput, workflow } from "./pool-for-tests.ts";
import type { TestPool } from "./pool-for-tests.ts";

const watched = fileURLToPath(new URL("watched-engine-for-tests.ts", import.meta.url));

/** What the engine told of itself under this word, each time. */
function told(lab: TestPool, what: string): unknown[] {
  const lines = lab.log.flatMap((text) => text.split("\n")).filter((line) => line.startsWith(`${what} `));
  return lines.map((line) => JSON.parse(line.slice(what.length + 1)) as unknown);
}

describe("seen from inside, an engine", () => {
  let lab: TestPool;
  let result: EngineRunResult;
  let environment: Record<string, string>;

  beforeAll(async () => {
    vi.stubEnv("DATABASE_URL", "postgres://secret@localhost/patchbay");
    vi.stubEnv("PATCHBAY_SECRET", "0123456789abcdef0123456789abcdef");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    lab = await openTestPool({ entry: watched });
    const ref = await lab.putModel(addOne());
    const graph = workflow(
      {
        n: numberInput(1),
        e: expression("value + 1"),
        t: tensorInput("float32", [1, 2], [1, 2]),
        m: { type: "run-model", params: { model: ref } },
      },
      "n.value -> e.value",
      "t.value -> m.x",
    );
    result = await lab.start(graph).result;
    environment = told(lab, "environment")[0] as Record<string, string>;
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await lab.close();
  });

  test("has an environment of a few harmless names, and none of the worker's", () => {
    const harmless = [
      "HOME",
      "NODE_ENV",
      "ORT_DISABLE_TELEMETRY",
      "PATCHBAY_ENGINE_MEMORY_BYTES",
      "PATCHBAY_ENGINE_THREADS",
      "PATCHBAY_PARENT_PID",
      "TEMP",
      "TMPDIR",
      "TZ",
    ];
    const forDrivers = /^(CUDA_VISIBLE_DEVICES|NVIDIA_\w+|LD_LIBRARY_PATH|VK_\w+|XDG_RUNTIME_DIR|SystemRoot)$/;

    expect(
      Object.keys(environment)
        .filter((name) => !forDrivers.test(name))
        .sort(),
    ).toEqual(harmless);
    expect(JSON.stringify(environment)).not.toContain("secret");
  });

  test("has told the runtime to send no telemetry", () => {
    expect(environment.ORT_DISABLE_TELEMETRY).toBe("1");
  });

  test("stands in an empty folder of its own", () => {
    expect(told(lab, "folder")).toEqual([[]]);
    expect(environment.HOME).toContain("patchbay-engine-");
  });

  test("looks up no name and opens no connection while it loads and runs a model", () => {
    expect(result).toEqual({ kind: "finished", outcome: "succeeded" });
    expect(told(lab, "network")).toEqual([]);
  });

  test("starts no process and writes nowhere but in its own folder", () => {
    expect(told(lab, "start-a-process")).toEqual(["ERR_ACCESS_DENIED"]);
    expect(told(lab, "write-elsewhere")).toEqual(["ERR_ACCESS_DENIED"]);
    expect(told(lab, "write-here")).toEqual([null]);
  });

  test("reads pictures and tables all the same", async () => {
    const picture = await lab.artifacts.put(
      await sharp({ create: { width: 8, height: 6, channels: 3, background: "red" } })
        .png()
        .toBuffer(),
    );
    const table = await lab.artifacts.put(Buffer.from("a,b\n1,2\n3,4\n"));
    const graph = workflow(
      {
        i: { type: "load-image", params: { file: { ...picture, name: "red.png", mediaType: "image/png" } } },
        r: { type: "resize-image", params: { width: 4, height: 3 } },
        t: { type: "read-table", params: { file: { ...table, name: "t.csv", mediaType: "text/csv" } } },
        w: { type: "write-table" },
      },
      "i.image -> r.image",
      "t.table -> w.table",
    );

    const run = lab.start(graph);

    expect(await run.result).toEqual({ kind: "finished", outcome: "succeeded" });
    expect(run.state().nodes.t?.outputs.table).toMatchObject({ preview: { rowCount: 2 } });
    expect(run.state().nodes.r?.outputs.image).toMatchObject({ preview: { width: 4, height: 3 } });
  });

  test("prints nothing of its own", () => {
    const printed = lab.log
      .join("\n")
      .split("\n")
      .filter((line) => !/^(environment|folder|arguments|network|start-|write-)/.test(line));
    expect(printed).toEqual([]);
  });

  test("may not grow its heap without bound", () => {
    expect(told(lab, "arguments")[0]).toContainEqual(expect.stringMatching(/^--max-old-space-size=\d+$/));
  });
});

test("an engine dies with its worker, even in the middle of a call that never returns", async () => {
  const standIn = fileURLToPath(new URL("worker-stand-in-for-tests.ts", import.meta.url));
  const folder = await mkdtemp(path.join(tmpdir(), "patchbay-stand-in-"));
  const env = { ...process.env, TMPDIR: folder };
  const worker = spawn(process.execPath, [standIn], { env, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(worker.stdout, "data")) as [Buffer];
  const pid = Number(line.toString());
  expect(process.kill(pid, 0)).toBe(true);
  await sleep(500); // the native call has begun

  worker.kill("SIGKILL");

  await expect.poll(() => isAlive(pid)).toBe(false);
  await rm(folder, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  try {
    // A dead process whose parent has not looked after it yet still has its number.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

test("the native runtime is loaded in one place alone, the one that turns its telemetry off first", () => {
  const loaders = sourcesUnder(new URL("../../", import.meta.url), [
    "server",
    "nodes",
    "graph",
    "app",
    "components",
  ]).filter((file) =>
    /^import (?!type)[^;]*"onnxruntime-node"|import\("onnxruntime-node"\)/m.test(readFileSync(file, "utf8")),
  );

  expect(loaders.map((file) => file.split("/").at(-1))).toEqual(["load-onnxruntime.ts"]);
});

function sourcesUnder(root: URL, folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !/test/.test(name))
      .map((name) => `${fileURLToPath(new URL(folder, root))}/${name}`),
  );
}
