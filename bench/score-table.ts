import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DOUBLE, DuckDBDataChunk, DuckDBInstance, VARCHAR } from "@duckdb/node-api";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { NodeContext } from "../graph/node-runner.ts";
import type { TableValue } from "../graph/values.ts";
import { predictTable } from "../nodes/predict-table/definition.ts";
import { runPredictTable } from "../nodes/predict-table/run.ts";
import { openModelStore } from "../server/inference/open-model-store.ts";
import { openTableEngine } from "../server/tables/open-table-engine.ts";

/**
 * Scores a CSV file of 13 number columns with the wine classifier and writes it with the predictions beside it:
 * `node bench/score-table.ts ours|control IN OUT`. A process of its own for each, so that its peak of memory is its own.
 */
const [way, input, output] = process.argv.slice(2) as ["ours" | "control", string, string];
const modelFile = path.join(import.meta.dirname, "../templates/models/wine/model.onnx");
const labels = ["cultivar_0", "cultivar_1", "cultivar_2"];

async function scoreWithNodes(): Promise<void> {
  const hash = createHash("sha256").update(readFileSync(modelFile)).digest("hex");
  const tables = await openTableEngine({ threads: 2 });
  const models = openModelStore({ threads: 1, readModelPath: async () => modelFile });
  const { inputs, outputs } = await models.open({ hash, name: "wine" });
  const table = await tables.open({ bytes: readFileSync(input), name: "wines.csv", format: "csv" });
  const params = predictTable.params.parse({ model: { hash, name: "wine", inputs, outputs, labels } });
  const context = { tables, models, signal: new AbortController().signal, progress: () => {}, log: () => {} };
  const wait = () => {
    throw new Error("This node waits for nothing.");
  };
  const step = { inputs: { table }, params, context: context as unknown as NodeContext, wait };
  const scored = await runPredictTable(step);
  writeFileSync(output, await tables.encode((scored as { table: TableValue }).table, "csv"));
  await models.close();
  tables.close();
}

/** What one would write by hand: a streamed query, rows packed into one buffer, one run for each 4,096 rows, an appender, one COPY. */
async function scoreByHand(): Promise<void> {
  const BATCH = 4_096;
  const WIDTH = 13;
  const session = await InferenceSession.create(modelFile, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  });
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "512MiB" });
  const [reading, writing] = [await instance.connect(), await instance.connect()];
  await writing.run("create table predicted (label varchar, p0 double, p1 double, p2 double)");
  const appender = await writing.createAppender("predicted");
  let rows = new Float32Array(BATCH * WIDTH);
  let filled = 0;

  const score = async () => {
    const tensor = new Tensor("float32", rows.subarray(0, filled * WIDTH), [filled, WIDTH]);
    const { probabilities } = await session.run({ features: tensor });
    const scores = probabilities!.data as Float32Array;
    for (let start = 0; start < filled; start += 2_048) {
      const count = Math.min(2_048, filled - start);
      const chunk = DuckDBDataChunk.create([VARCHAR, DOUBLE, DOUBLE, DOUBLE], count);
      const columns: (string | number)[][] = [[], [], [], []];
      for (let row = start; row < start + count; row++) {
        let best = 0;
        for (let index = 0; index < 3; index++) {
          const score = scores[row * 3 + index]!;
          columns[index + 1]!.push(score);
          if (score > scores[row * 3 + best]!) best = index;
        }
        columns[0]!.push(labels[best]!);
      }
      for (const [index, column] of columns.entries()) chunk.setColumnValues(index, column);
      appender.appendDataChunk(chunk);
    }
    rows = new Float32Array(BATCH * WIDTH);
    filled = 0;
  };

  const result = await reading.stream(`select * from read_csv('${input}')`);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const { rowCount } = chunk;
    const columns = chunk.getColumns() as number[][];
    for (let row = 0; row < rowCount; row++) {
      for (let column = 0; column < WIDTH; column++) rows[filled * WIDTH + column] = columns[column]![row]!;
      if (++filled === BATCH) await score();
    }
  }
  if (filled > 0) await score();
  appender.closeSync();
  const beside =
    "label, p0 as probabilities_cultivar_0, p1 as probabilities_cultivar_1, p2 as probabilities_cultivar_2";
  await writing.run(
    `copy (select * from read_csv('${input}') positional join (select ${beside} from predicted)) to '${output}' (header)`,
  );
}

const from = performance.now();
await (way === "ours" ? scoreWithNodes() : scoreByHand());
const ms = performance.now() - from;
console.log(JSON.stringify({ ms, peakBytes: process.resourceUsage().maxRSS * 1024 }));
process.exit(0);
