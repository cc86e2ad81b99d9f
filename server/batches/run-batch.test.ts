import { afterAll, beforeAll, expect, test } from "vitest";
import type { FileRef } from "../../graph/schema.ts";
import { graphOf } from "../deployments/graphs-for-tests.ts";
import { openEnginePool } from "../engine/engine-pool.ts";
import { answerBatchResults } from "../http/batch-results-route.ts";
import { answerFileUpload } from "../http/upload-routes.ts";
import { createTestWeb, type TestWeb } from "../http/web-for-tests.ts";
import { until } from "../worker/runs-for-tests.ts";
import { startWorker, type Worker } from "../worker/start-worker.ts";
import type { BatchDetails } from "./get-batch.ts";
import type { BatchItemRow } from "./list-batch-items.ts";
import type { TableCheck } from "./table-items.ts";

let web: TestWeb;
let worker: Worker;
beforeAll(async () => {
  web = await createTestWeb({ PATCHBAY_MAX_RUNNING_RUNS: "2" });
  const { artifacts, env } = web.services;
  worker = await startWorker({
    database: web.database,
    databaseUrl: env.databaseUrl!,
    artifacts,
    pool: openEnginePool({ artifacts, onLog: () => {} }),
    slots: 2,
    limits: env.runLimits,
    onLog: () => {},
  });
});
afterAll(async () => {
  await worker.stop();
  await web.close();
});

const person = () => web.ours.people.runner;

async function createWorkflow(graph: ReturnType<typeof graphOf>): Promise<string> {
  const { data } = await web.call(web.ours.people.editor, "workflows.create", { title: "Halves", graph });
  return (data as { id: string }).id;
}

async function upload(name: string, content: string): Promise<FileRef> {
  const response = await web.send(person(), "/api/files", answerFileUpload, {
    method: "POST",
    body: content,
    headers: { "content-type": "application/octet-stream", "x-file-name": encodeURIComponent(name) },
  });
  return (await response.json()) as FileRef;
}

async function untilEnded(batchId: string): Promise<BatchDetails> {
  let batch: BatchDetails | undefined;
  const isOver = async () => {
    batch = (await web.call(person(), "batches.get", { batchId })).data as BatchDetails;
    return batch.counts.queued + batch.counts.running === 0;
  };
  await until("the end of the batch", isOver);
  return batch!;
}

async function results(batchId: string, format: "csv" | "parquet") {
  const path = `/api/batches/${batchId}/results?format=${format}`;
  const handler = (services: TestWeb["services"], request: Request) =>
    answerBatchResults(services, request, { batchId });
  return web.send(person(), path, handler);
}

test("rows of a table become runs, those that do not fit are named and left out, and what came out is a table again", async () => {
  const workflowId = await createWorkflow(
    graphOf(
      {
        share: ["workflow-input", { name: "Share", kind: "number" }],
        who: ["workflow-input", { name: "who", kind: "text", sample: "nobody" }],
        half: [
          "evaluate",
          {
            expression: "share === 13 ? missing.part : share / 2",
            inputs: ["share"],
            output: "number",
            wholeLists: false,
          },
        ],
        out: ["workflow-output", { name: "half" }],
        name: ["workflow-output", { name: "name" }],
      },
      "share.value half.share",
      "half.result out.value",
      "who.value name.value",
    ),
  );
  const file = await upload("shares.csv", "share,id\n4,007\nabc,008\n13,009\n,010\n7,=1+1\n");

  const { data: check } = await web.call(person(), "batches.checkTable", { workflowId, file });
  expect(check).toMatchObject({
    rowCount: 5,
    mapping: { Share: "share" },
    mappable: [
      { name: "Share", isFile: false },
      { name: "who", isFile: false },
    ],
    head: { columns: ["share", "id"] },
    wrongRows: 2,
    problems: [
      { row: 2, column: "share", input: "Share" },
      { row: 4, column: "share", input: "Share" },
    ],
  } satisfies Partial<Record<keyof TableCheck, unknown>>);
  const batch = { workflowId, name: "Shares", file, columns: { Share: "share", who: "id" } };
  const refused = await web.call(person(), "batches.startTable", batch);
  expect(refused.error).toMatchObject({
    message:
      '2 rows do not fit the workflow. Row 2, share: "abc" is not a number. Write it with digits, such as 12 or 0.5. Mend the table, or leave such rows out.',
    data: { reason: "wrong-rows" },
  });
  const { data: started } = await web.call(person(), "batches.startTable", { ...batch, leaveOutWrongRows: true });
  const { batchId } = started as { batchId: string };

  const ended = await untilEnded(batchId);
  expect(ended).toMatchObject({ itemCount: 3, itemInputs: ["Share", "who"], outputs: ["half", "name"] });
  expect(ended.counts).toMatchObject({ succeeded: 2, failed: 1 });
  const { data: items } = await web.call(person(), "batches.items", { batchId, from: 0, count: 100 });
  expect(items).toMatchObject([
    { position: 1, label: "Row 1", status: "succeeded", inputs: { who: "007" }, outputs: { half: { text: "2" } } },
    { position: 2, label: "Row 3", status: "failed", outputs: { name: { text: "009" } } },
    { position: 3, label: "Row 5", status: "succeeded", outputs: { half: { text: "3.5" }, name: { text: "=1+1" } } },
  ]);
  const [, failed] = items as BatchItemRow[];
  expect(failed!.error).toContain("missing");
  const { data: onlyFailed } = await web.call(person(), "batches.items", {
    batchId,
    status: "failed",
    from: 0,
    count: 9,
  });
  expect(onlyFailed).toHaveLength(1);

  const response = await results(batchId, "csv");
  expect(response.headers.get("content-disposition")).toContain("Shares.csv");
  const lines = (await response.text()).trim().split(/\r?\n/);
  expect(lines[0]).toBe("item,name,status,input.Share,input.who,output.half,output.name,error,duration_ms,run,link");
  expect(lines[1]).toMatch(/^1,Row 1,succeeded,4,007,2,007,,\d+,\d+,http:\/\/127\.0\.0\.1:3000\/runs\/[0-9a-f-]{36}$/);
  expect(lines[2]).toMatch(/^2,Row 3,failed,13,009,,009,"?.*missing/);
  // A spreadsheet would run it.
  expect(lines[3]).toContain("'=1+1");
  const parquet = new Uint8Array(await (await results(batchId, "parquet")).arrayBuffer());
  expect(new TextDecoder().decode(parquet.slice(0, 4))).toBe("PAR1");

  // The same run goes on, and fails again for the same reason.
  await web.call(person(), "batches.retry", { batchId, status: "failed" });
  expect((await untilEnded(batchId)).counts).toMatchObject({ succeeded: 2, failed: 1 });
  const { data: again } = await web.call(person(), "batches.items", { batchId, status: "failed", from: 0, count: 9 });
  expect((again as BatchItemRow[])[0]!.run!.number).toBe(failed!.run!.number);
});

test("files become items that share the other inputs, and one that was not uploaded refuses the whole", async () => {
  const workflowId = await createWorkflow(
    graphOf(
      {
        file: ["workflow-input", { name: "document", kind: "file" }],
        who: ["workflow-input", { name: "who", kind: "text", sample: "nobody" }],
        out: ["workflow-output", { name: "same" }],
        name: ["workflow-output", { name: "for" }],
      },
      "file.value out.value",
      "who.value name.value",
    ),
  );
  const files = [];
  for (let index = 1; index <= 9; index++) {
    const file = await upload(`${index}.txt`, `page ${index}`);
    files.push({ label: `scans/${index}.txt`, file });
  }
  const batch = { workflowId, name: "Scans", input: "document", inputs: { who: "Ada" }, files };
  const foreign = { ...files[0]!.file, hash: "f".repeat(64) };
  const refused = await web.call(person(), "batches.startFiles", {
    ...batch,
    files: [...files, { label: "x", file: foreign }],
  });
  expect(refused.error?.data.reason).toBe("missing-file");

  const table = await upload("scans.csv", "page,person\nscans/2.txt,Grace\n3.txt,Ada\n10.txt,Ada\n");
  const rows = { workflowId, file: table, columns: { document: "page", who: "person" }, files };
  const { data: check } = await web.call(person(), "batches.checkTable", rows);
  expect(check).toMatchObject({
    mappable: [
      { name: "document", isFile: true },
      { name: "who", isFile: false },
    ],
    wrongRows: 1,
    problems: [{ row: 3, message: expect.stringContaining('"10.txt" is not among the files.') as string }],
  });
  const named = await web.call(person(), "batches.startTable", { ...rows, name: "Named", leaveOutWrongRows: true });
  const { batchId: namedId } = named.data as { batchId: string };
  expect((await untilEnded(namedId)).counts.succeeded).toBe(2);
  const { data: namedItems } = await web.call(person(), "batches.items", { batchId: namedId, from: 0, count: 9 });
  expect(namedItems).toMatchObject([
    { inputs: { document: "2.txt" }, outputs: { same: { text: "2.txt" }, for: { text: "Grace" } } },
    { inputs: { document: "3.txt" } },
  ]);

  const { data: started } = await web.call(person(), "batches.startFiles", batch);
  const { batchId } = started as { batchId: string };
  const { counts, pace } = await untilEnded(batchId);

  expect(counts.succeeded).toBe(9);
  expect(pace.ended).toBe(9);
  const { data: items } = await web.call(person(), "batches.items", { batchId, from: 7, count: 100 });
  expect(items).toMatchObject([
    { label: "scans/8.txt", inputs: { document: "8.txt" }, outputs: { same: { text: "8.txt" }, for: { text: "Ada" } } },
    { label: "scans/9.txt" },
  ]);
});
