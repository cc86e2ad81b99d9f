import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import {
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  ENUM,
  type DuckDBDoubleVector,
  type DuckDBEnum8Vector,
} from "@duckdb/node-api";
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
  await tables.save((scored as { table: TableValue }).table, { format: "csv", path: output });
  await models.close();
  tables.close();
}

/**
 * What one would write by hand: a streamed query, of which the next rows are fetched while the model runs, rows packed from
 * the vectors' own arrays, an appender of whole columns, and one COPY that keeps the numbers' text.
 */
async function scoreByHand(): Promise<void> {
  const WIDTH = 13;
  const session = await InferenceSession.create(modelFile, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  });
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "512MiB" });
  const [reading, writing] = [await instance.connect(), await instance.connect()];
  const label = ENUM(labels);
  await writing.run(`create table predicted (label ${label}, p0 double, p1 double, p2 double)`);
  const appender = await writing.createAppender("predicted");

  const result = await reading.stream(`select * from read_csv('${input}')`);
  let next = result.fetchChunk();
  for (let chunk = await next; chunk && chunk.rowCount > 0; chunk = await next) {
    const { rowCount } = chunk;
    const rows = new Float32Array(rowCount * WIDTH);
    for (let column = 0; column < WIDTH; column++) {
      const cells = (chunk.getColumnVector(column) as DuckDBDoubleVector)["items"] as Float64Array;
      for (let row = 0; row < rowCount; row++) rows[row * WIDTH + column] = cells[row]!;
    }
    next = result.fetchChunk();
    const { probabilities } = await session.run({ features: new Tensor("float32", rows, [rowCount, WIDTH]) });
    const scores = probabilities!.data as Float32Array;
    const predicted = DuckDBDataChunk.create([label, DOUBLE, DOUBLE, DOUBLE], rowCount);
    const best = (predicted.getColumnVector(0) as DuckDBEnum8Vector)["items"] as Uint8Array;
    const columns = [1, 2, 3].map((index) => (predicted.getColumnVector(index) as DuckDBDoubleVector)["items"]);
    for (let row = 0; row < rowCount; row++) {
      best[row] = 0;
      for (let index = 0; index < 3; index++) {
        columns[index]![row] = scores[row * 3 + index]!;
        if (scores[row * 3 + index]! > scores[row * 3 + best[row]!]!) best[row] = index;
      }
    }
    for (let index = 0; index < 4; index++) predicted.getColumnVector(index).flush();
    appender.appendDataChunk(predicted);
  }
  appender.closeSync();
  const beside =
    "label, p0 as probabilities_cultivar_0, p1 as probabilities_cultivar_1, p2 as probabilities_cultivar_2";
  await writing.run(
    `copy (select * from read_csv('${input}', all_varchar = true) positional join (select ${beside} from predicted))
     to '${output}' (header)`,
  );
}

const from = performance.now();
await (way === "ours" ? scoreWithNodes() : scoreByHand());
const ms = performance.now() - from;
console.log(JSON.stringify({ ms, peakBytes: process.resourceUsage().maxRSS * 1024 }));
process.exit(0);
