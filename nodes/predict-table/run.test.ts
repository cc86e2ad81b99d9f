import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createTestModelStore, readTemplateModel } from "../model-store-for-tests.ts";
import { openPredictions } from "./predict-for-tests.ts";

const wine = await readTemplateModel("wine");
const autoencoder = await readTemplateModel("sensor-autoencoder");
const models = createTestModelStore([wine, autoencoder]);
const { openCsv, run, columnsOf } = await openPredictions({ models });

const readSample = (path: string) => readFileSync(join(import.meta.dirname, "../../templates/models", path));
const wines = await openCsv(readSample("wine/samples/wine.csv"), "wine.csv");
const features = wines.columns.slice(0, 13).map(({ name }) => name);

describe("wines", () => {
  test("are all given their cultivar, beside what the table had", async () => {
    const { table, rowCount } = await run(wines, { model: wine.ref });

    const columns = await columnsOf(table);
    expect(rowCount).toBe(54);
    expect(table.columns.map(({ name }) => name)).toEqual([
      ...features,
      "target",
      "label",
      "probabilities_cultivar_0",
      "probabilities_cultivar_1",
      "probabilities_cultivar_2",
    ]);
    expect(columns["label"]).toEqual(columns["target"]);
    for (let row = 0; row < 54; row++) {
      const sum = [0, 1, 2].reduce((total, n) => total + Number(columns[`probabilities_cultivar_${n}`]?.[row]), 0);
      expect(sum).toBeCloseTo(1, 5);
    }
  });

  test("come out the same whatever the batch, the last one short", async () => {
    const whole = await columnsOf((await run(wines, { model: wine.ref })).table);

    for (const batchRows of [1, 7, 54]) {
      const columns = await columnsOf((await run(wines, { model: wine.ref, batchRows })).table);
      expect(columns["label"]).toEqual(whole["label"]);
    }
  });

  test("take chosen columns in the model's order, wherever they stand in the table", async () => {
    const reversed = wines.columns.map(({ name }) => name).reverse();
    const rows: string[] = [reversed.join(",")];
    const columns = await columnsOf(wines);
    for (let row = 0; row < 54; row++) rows.push(reversed.map((name) => String(columns[name]?.[row])).join(","));

    const { table } = await run(await openCsv(rows.join("\n")), { model: wine.ref, columns: features });

    expect((await columnsOf(table))["label"]).toEqual(columns["target"]);
  });

  test("other labels and a threshold on one of the outputs are applied", async () => {
    const params = {
      model: wine.ref,
      labels: ["a", "b", "c"],
      threshold: 0.5,
      thresholdOutput: "probabilities_b",
      flagColumn: "is_b",
    };

    const columns = await columnsOf((await run(wines, params)).table);

    expect(columns["is_b"]).toEqual(columns["label"]?.map((label) => label === "b"));
  });

  test("of a table without rows the columns are there all the same", async () => {
    const { table, rowCount } = await run(await openCsv(`${features.join(",")}\n`), {
      model: wine.ref,
      columns: features,
    });

    expect(rowCount).toBe(0);
    expect(table.columns.slice(13)).toEqual([
      { name: "label", type: "text" },
      { name: "probabilities_cultivar_0", type: "number" },
      { name: "probabilities_cultivar_1", type: "number" },
      { name: "probabilities_cultivar_2", type: "number" },
    ]);
  });

  test("are no longer scored once the run is cancelled", async () => {
    const told: number[] = [];
    const stop = new AbortController();
    const progress = (done: number) => {
      told.push(done);
      if (done === 20) stop.abort();
    };

    const scored = run(wines, { model: wine.ref, batchRows: 10 }, { progress, signal: stop.signal });

    await expect(scored).rejects.toMatchObject({ name: "AbortError" });
    expect(told).toEqual([10, 20]);
    expect((await run(wines, { model: wine.ref })).rowCount).toBe(54);
  });

  test("progress is told in rows", async () => {
    const told: [number, number][] = [];

    await run(wines, { model: wine.ref, batchRows: 20 }, { progress: (done, total) => told.push([done, total]) });

    expect(told).toEqual([
      [20, 54],
      [40, 54],
      [54, 54],
    ]);
  });
});

describe("vibration in windows", () => {
  const truth = JSON.parse(String(readSample("sensor-autoencoder/samples/truth.json"))) as {
    threshold: number;
    faults: { start_s: number; end_s: number }[];
  };
  const axes = ["x", "y", "z"];

  test("every fault is flagged, and what is healthy hardly ever", async () => {
    const vibration = await openCsv(readSample("sensor-autoencoder/samples/vibration.csv"), "vibration.csv");
    const logged: string[] = [];
    const params = {
      model: autoencoder.ref,
      columns: axes,
      hopRows: 32,
      threshold: truth.threshold,
      flagColumn: "anomaly",
    };

    const { table, rowCount } = await run(vibration, params, { log: (message) => logged.push(message) });

    const columns = await columnsOf(table);
    expect(table.columns).toEqual([
      { name: "first_row", type: "number" },
      { name: "last_row", type: "number" },
      { name: "score", type: "number" },
      { name: "anomaly", type: "boolean" },
    ]);
    expect(rowCount).toBe(Math.floor((8_000 - 64) / 32) + 1);
    expect(columns["first_row"]?.slice(0, 3)).toEqual([1, 33, 65]);
    expect(columns["last_row"]?.at(-1)).toBe(8_000);
    expect(logged).toEqual(['The output "reconstruction" has 192 values a row and is left out.']);

    const windows = columns["first_row"]!.map((row, index) => ({
      startS: (Number(row) - 1) / 1_000,
      endS: (Number(row) + 63) / 1_000,
      isFlagged: columns["anomaly"]![index] === true,
    }));
    for (const fault of truth.faults) {
      const within = windows.filter(({ startS, endS }) => startS >= fault.start_s && endS <= fault.end_s);
      const flagged = within.filter(({ isFlagged }) => isFlagged);
      expect(flagged.length / within.length).toBeGreaterThan(0.9);
    }
    const healthy = windows.filter(({ startS, endS }) =>
      truth.faults.every((f) => endS < f.start_s || startS > f.end_s),
    );
    expect(healthy.filter(({ isFlagged }) => isFlagged).length / healthy.length).toBeLessThan(0.05);
  });

  test("windows are the same whether rows come in large batches or in small ones", async () => {
    const vibration = await openCsv(
      readSample("sensor-autoencoder/samples/vibration.csv")
        .subarray(0, 20_000)
        .toString()
        .replace(/\n[^\n]*$/, "\n"),
    );
    const params = { model: autoencoder.ref, columns: axes, hopRows: 50 };

    const large = await columnsOf((await run(vibration, params)).table);
    const small = await columnsOf((await run(vibration, { ...params, batchRows: 10 })).table);

    expect(small["first_row"]).toEqual(large["first_row"]);
    const distances = small["score"]!.map((score, index) => Math.abs(Number(score) - Number(large["score"]![index])));
    expect(Math.max(...distances)).toBeLessThan(1e-5);
  });

  test("a hop longer than a window leaves rows out", async () => {
    const rows = Array.from({ length: 300 }, () => "0.1,0.2,0.3");
    const table = await openCsv(`x,y,z\n${rows.join("\n")}\n`);

    const outputs = await run(table, { model: autoencoder.ref, hopRows: 100, batchRows: 70 });

    expect((await columnsOf(outputs.table))["first_row"]).toEqual([1, 101, 201]);
  });

  test("a table shorter than one window is told so", async () => {
    await expect(run(await openCsv("x,y,z\n1,2,3\n"), { model: autoencoder.ref })).rejects.toMatchObject({
      kind: "bad-input",
      message: "The table has 1 rows, and one window needs 64.",
    });
  });

  test("another window than the model's is told so", async () => {
    const table = await openCsv("x,y,z\n1,2,3\n");

    await expect(run(table, { model: autoencoder.ref, windowRows: 32 })).rejects.toMatchObject({
      message: '"sensor-autoencoder" takes windows of 64 rows, and "Window rows" is 32. Set it to 64, or to 0.',
    });
  });
});

describe("says which cell or column does not fit", () => {
  const row = (cells: Record<string, string>) => features.map((name) => cells[name] ?? "1").join(",");
  const tableOf = (...rows: string[]) => openCsv(`${features.join(",")}\n${rows.join("\n")}\n`);

  test("text in a number column", async () => {
    await expect(
      run(await tableOf(row({}), row({ ash: "n/a" })), { model: wine.ref, columns: features }),
    ).rejects.toMatchObject({
      kind: "bad-table",
      message: 'Row 2, column "ash": "n/a" is no number.',
    });
  });

  test("an empty cell, unless it may be NaN", async () => {
    const table = await tableOf(row({}), row({}), row({ hue: "" }));

    await expect(run(table, { model: wine.ref, batchRows: 2 })).rejects.toMatchObject({
      kind: "bad-input",
      message: 'Row 3, column "hue" is empty, and the model needs a number. Fill it, or set "Missing values" to NaN.',
    });
    const columns = await columnsOf((await run(table, { model: wine.ref, missing: "nan" })).table);
    expect(columns["probabilities_cultivar_0"]?.[2]).toBeNull();
  });

  test("a column that is not there", async () => {
    await expect(run(await openCsv("x,y\n1,2\n"), { model: wine.ref, columns: ["x", "colour"] })).rejects.toMatchObject(
      {
        message: 'The table has no column "colour". It has "x", "y".',
        param: "columns",
      },
    );
  });

  test("another number of columns than the model takes", async () => {
    await expect(run(await openCsv("x,y,t\n1,2,a\n"), { model: wine.ref })).rejects.toMatchObject({
      kind: "input-mismatch",
      message:
        '"wine" takes 13 feature columns, and the table has 2 of numbers: "x", "y". Name the right ones in "Columns", in the model\'s order.',
    });
  });

  test("a threshold on an output that is not there", async () => {
    await expect(run(wines, { model: wine.ref, threshold: 1, thresholdOutput: "score" })).rejects.toMatchObject({
      message: /^The threshold needs "score" among the predictions; those of numbers are: "probabilities_cultivar_0", /,
    });
  });
});
