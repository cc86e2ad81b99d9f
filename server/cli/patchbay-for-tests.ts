import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { JsonObject } from "#graph/json";

const script = fileURLToPath(new URL("../../scripts/patchbay.mjs", import.meta.url));

/** Runs the command line as a user does where there is no data folder, and gives what it printed. */
export function patchbay(...args: string[]) {
  return patchbayIn(join(tmpdir(), "patchbay-has-no-data-here"), ...args);
}

type Printed = { code: number | null; stdout: string; stderr: string };

/** The same with a data folder, in which results are kept. */
export function patchbayIn(dataDir: string, ...args: string[]): Promise<Printed> {
  const env = { ...process.env, PATCHBAY_DATA: dataDir };
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"], env });
  const printed = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.stderr += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject).once("close", (code) => resolve({ code, ...printed }));
  });
}

/** With `--json`: the whole of the output must be one JSON document. */
export async function patchbayJson(...args: string[]) {
  const { code, stdout, stderr } = await patchbay(...args, "--json");
  // What it holds is looked at by the test.
  return { code, stderr, document: JSON.parse(stdout) as JsonObject };
}

/** A folder that goes after the tests of the file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "patchbay-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

type Lines = Record<string, { type: string; params?: JsonObject; version?: number; position?: unknown }>;

/** A workflow from nodes by id and edges as "node.port -> node.port". */
export function workflowOf(nodes: Lines, edges: string[] = []) {
  const ends = edges.map((edge) => edge.split(" -> ").map((end) => end.split(".")));
  return {
    title: "Test",
    graph: {
      schemaVersion: 1,
      nodes: Object.fromEntries(
        Object.entries(nodes).map(([id, { type, params = {}, version = 1, position = { x: 0, y: 0 } }]) => [
          id,
          { id, type, version, position, params },
        ]),
      ),
      edges: Object.fromEntries(
        ends.map(([from, to], index) => [
          `e${index}`,
          { id: `e${index}`, from: { node: from![0], port: from![1] }, to: { node: to![0], port: to![1] } },
        ]),
      ),
      notes: {},
      groups: {},
    },
  };
}

/** Writes a file, as JSON unless it is text or bytes, and gives its path. */
export function writeScratch(folder: string, name: string, content: unknown): string {
  const file = join(folder, name);
  const isRaw = typeof content === "string" || content instanceof Uint8Array;
  writeFileSync(file, isRaw ? content : JSON.stringify(content));
  return file;
}
