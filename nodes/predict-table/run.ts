import "#server-only";
import type { NewRows, NodeRunner } from "#graph/node-runner";
import type { TensorSignature, TensorValue } from "#graph/values";
import type { predictTable } from "./definition.ts";
import { mapColumns } from "./map-columns.ts";
import { callsOfRows, callsOfWindows, type ModelCall } from "./model-calls.ts";
import { predictedColumns, type PredictedColumn } from "./predicted-columns.ts";
import { readFeatureBatches } from "./read-feature-batches.ts";

type Answer = { call: ModelCall; results: Record<string, TensorValue> };

/** Reads, predicts and writes batch by batch; the table itself is only put beside the predictions at the end. */
export const runPredictTable: NodeRunner<typeof predictTable> = async ({ inputs, params, context }) => {
  const { tables, log } = context;
  const model = await context.models.open(params.model, { device: params.device });
  const { name } = params.model;
  const features = mapColumns(
    { name, inputs: model.inputs },
    { chosen: params.columns, table: inputs.table.columns, windowRows: params.windowRows },
  );
  const { windowRows, fixedBatch } = features;
  const batchRows = windowRows === null ? (fixedBatch ?? params.batchRows) : params.batchRows;
  const totalRows = await tables.countRows(inputs.table);

  const answers = answer();
  try {
    const first = await answers.next();
    const columns = predictedColumns(outputsOf(first.value), {
      model: name,
      labels: [params.labels, params.model.labels, model.labels].find((list) => list && list.length > 0) ?? [],
      threshold:
        params.threshold === null
          ? null
          : { value: params.threshold, output: params.thresholdOutput, flag: params.flagColumn },
      log,
    });
    const windowColumns = windowRows === null ? [] : (["first_row", "last_row"] as const);
    const predictions = await tables.write(
      [...windowColumns.map((column) => ({ name: column, type: "number" as const })), ...columns],
      predicted(first, columns),
    );
    const table = windowRows === null ? await tables.zip(inputs.table, predictions) : predictions;
    return { table, rowCount: await tables.countRows(table) };
  } finally {
    // After a failure, what is still open for reading is closed.
    await answers.return(undefined);
  }

  async function* answer(): AsyncGenerator<Answer, undefined> {
    const batches = readFeatureBatches(tables, inputs.table, { inputs: features.inputs, batchRows });
    const calls =
      windowRows === null
        ? callsOfRows(batches, { features, missing: params.missing })
        : callsOfWindows(batches, {
            features,
            missing: params.missing,
            windowRows,
            hopRows: params.hopRows || windowRows,
            windowsPerCall: fixedBatch ?? Math.max(1, Math.floor(batchRows / windowRows)),
          });
    for await (const call of calls) {
      context.signal.throwIfAborted();
      yield { call, results: await model.run(call.feeds) };
      context.progress(call.rowsRead, totalRows);
    }
    return undefined;
  }

  async function* predicted(
    first: IteratorResult<Answer, undefined>,
    columns: readonly PredictedColumn[],
  ): AsyncGenerator<NewRows> {
    for (let next = first; next.value; next = await answers.next()) {
      const { call, results } = next.value;
      const cells = columns.map(({ read }) => read(results, call.itemCount));
      const rowsOf = (offset: number) => Float64Array.from(call.firstRows, (firstRow) => firstRow + offset);
      const windows = windowRows === null ? [] : [rowsOf(1), rowsOf(windowRows)];
      yield { rowCount: call.itemCount, columns: [...windows, ...cells] };
    }
  }

  /** Outputs with one entry for each item. Without rows there is no answer, and the declared shapes have to do. */
  function outputsOf(answered: Answer | undefined): { signature: TensorSignature; width: number }[] {
    return model.outputs.flatMap((declared) => {
      const tensor = answered?.results[declared.name];
      const shape = tensor?.shape ?? declared.shape;
      const signature = { name: declared.name, dtype: tensor?.dtype ?? declared.dtype, shape };
      if (!answered)
        return [{ signature, width: shape.slice(1).reduce<number>((size, dim) => size * Number(dim), 1) || 1 }];
      const { batchSize } = answered.call;
      if (tensor && shape[0] === batchSize) return [{ signature, width: tensor.data.length / batchSize }];
      log(`The output "${declared.name}" [${shape.join(", ")}] is not one entry a row and is left out.`);
      return [];
    });
  }
};
