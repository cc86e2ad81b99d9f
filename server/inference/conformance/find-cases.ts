import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { ConformanceCase } from "./conformance-case.ts";
import { defaultTolerance } from "./find-tensor-difference.ts";

/** Every folder below with a model.onnx or, where the model is to be downloaded, a data.json; in the order of names. */
export async function findCases(root: string): Promise<ConformanceCase[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const folders = new Set(
    entries
      .filter((entry) => entry.isFile() && (entry.name === "model.onnx" || entry.name === "data.json"))
      .map(({ parentPath }) => parentPath),
  );
  const cases: ConformanceCase[] = [];
  for (const folder of [...folders].sort()) {
    cases.push({ name: path.relative(root, folder), folder, tolerance: await readTolerance(folder) });
  }
  return cases;
}

async function readTolerance(folder: string) {
  const text = await readFile(path.join(folder, "data.json"), "utf8").catch(() => "{}");
  const { rtol, atol } = JSON.parse(text) as { rtol?: unknown; atol?: unknown };
  return {
    rtol: typeof rtol === "number" ? rtol : defaultTolerance.rtol,
    atol: typeof atol === "number" ? atol : defaultTolerance.atol,
  };
}
