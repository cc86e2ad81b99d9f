import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import type { TensorValue } from "../../../graph/values.ts";
import { openProtoCursor } from "../onnx/proto-cursor.ts";
import { noCounts, readGraph } from "../onnx/read-graph.ts";
import { readTestTensor } from "./read-test-tensor.ts";

/** What flows through ports is tensors alone, so such a case says nothing about the store. Null where all are tensors. */
export function findOtherPort(model: Buffer): string | null {
  try {
    const cursor = openProtoCursor(model);
    while (cursor.next()) {
      if (cursor.field !== 7) continue;
      const { inputs, outputs } = readGraph(cursor.message(), noCounts());
      for (const { type } of [...inputs, ...outputs]) {
        if (type?.kind === "other") return `An input or output is ${type.words}; only tensors flow between nodes.`;
      }
    }
    return null;
  } catch {
    // Whatever is wrong with the file, the store is to say.
    return null;
  }
}

/** The folders of a case's inputs and outputs, in order. */
export async function dataSetsOf(folder: string): Promise<string[]> {
  return (await Array.fromAsync(glob("test_data_set_*", { cwd: folder }))).sort();
}

/** In the order in which the model declares them; names in the files are often empty. */
export async function readTensors(folder: string, what: "input" | "output"): Promise<TensorValue[]> {
  const files = await Array.fromAsync(glob(`${what}_*.pb`, { cwd: folder }));
  return await Promise.all(
    files.map(async (_, index) => readTestTensor(await readFile(path.join(folder, `${what}_${index}.pb`)))),
  );
}
