import { createHash } from "node:crypto";
import { access } from "node:fs/promises";
import { foldRun, queuedRun } from "../../graph/reduce-run.ts";
import { runDurationMs } from "../../graph/run-duration-ms.ts";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import type { RunState } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import { titleOf } from "../../graph/title-of.ts";
import { workflowOutputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { ArchiveError } from "../run-archive/archive-error.ts";
import { checkArtifacts } from "../run-archive/check-artifacts.ts";
import { openArchive, type RunArchive } from "../run-archive/open-archive.ts";
import { artifactsOf } from "../worker/artifacts-of.ts";
import { readArguments } from "./read-arguments.ts";
import { reasonOf } from "./read-named-file.ts";
import { requireFolder } from "./require-place.ts";
import { UsageError } from "./usage-error.ts";
import { writeOutputs } from "./write-outputs.ts";

/** Tells what the archive of a run holds, and writes its outputs as files. 0 also where the run itself had failed. */
export async function openRun(args: string[]): Promise<number> {
  const { subject, out, json } = readArguments(args, { subject: "the zip of a run", takes: ["out", "json"] });
  await access(subject).catch((error: unknown) => {
    throw new UsageError(`The file "${subject}" cannot be read: ${reasonOf(error)}.`);
  });
  try {
    const archive = await openArchive(subject);
    try {
      await checkArtifacts(archive);
      await tell(archive, { out, json });
    } finally {
      archive.close();
    }
    return 0;
  } catch (error) {
    if (error instanceof ArchiveError) throw new UsageError(`${subject}: ${error.message}`, { reason: error.reason });
    throw error;
  }
}

async function tell(archive: RunArchive, { out, json }: { out: string | undefined; json: boolean }) {
  const { run, workflow, models, missing } = archive.manifest;
  const { graph } = workflow;
  const state = foldRun(queuedRun, archive.events);
  if (out !== undefined) await requireFolder(out, "outputs");
  const gone = new Set(missing);
  const recorded = Object.entries(workflowOutputs(graph, state, definitions));
  const isWhole = (record: RecordedFlow) => artifactsOf({ outputs: { record } }).every(({ hash }) => !gone.has(hash));
  const whole = recorded.filter(([, record]) => isWhole(record));
  const outputs = await writeOutputs(Object.fromEntries(whole), { artifacts: { read: readerOf(archive) }, out });
  const lost = recorded.filter(([name]) => !Object.hasOwn(outputs, name)).map(([name]) => name);
  const steps = describeSteps(graph, state);
  const durationMs = durationOf(run);
  if (json) {
    const told = {
      title: workflow.title,
      number: run.number ?? null,
      version: run.version ?? null,
      status: run.status,
    };
    const times = { startedAt: run.startedAt, finishedAt: run.finishedAt, durationMs };
    const failure = state.failure ? { error: state.failure } : {};
    console.log(JSON.stringify({ ...told, ...times, ...failure, outputs, lost, steps, models }, null, 2));
    return;
  }
  const number = run.number === undefined ? "" : `, run ${run.number}`;
  say(
    `${workflow.title}${number}: ${run.status}${durationMs === null ? "" : ` in ${durationMs} ms`}, ${run.finishedAt}`,
  );
  if (state.failure) say(`  ${state.failure.message}`);
  for (const { title, status, durationMs: took, error } of steps) {
    const time = took === null ? "" : ` ${Math.round(took)} ms`;
    say(`  ${status.padEnd(9)} ${title}${time}${error ? `: ${error.message}` : ""}`);
  }
  for (const [name, value] of Object.entries(outputs)) say(`${name}: ${JSON.stringify(value)}`);
  for (const name of lost) say(`${name}: was not kept any more when the archive was written`);
  if (models.length > 0) {
    say(`To run it again it needs: ${models.map(({ name, hash }) => `${name} (${hash.slice(0, 12)}…)`).join(", ")}`);
  }
}

/** Names and messages come from whoever made the file, and may hold what a terminal would act on. */
function say(line: string) {
  console.log(line.replace(/[^\P{Cc}\n]/gu, "�"));
}

function durationOf({ startedAt, finishedAt }: RunArchive["manifest"]["run"]): number | null {
  const recorded = { startedAt: startedAt === null ? null : new Date(startedAt), finishedAt: new Date(finishedAt) };
  return runDurationMs(recorded);
}

function describeSteps(graph: Graph, { nodes }: RunState) {
  return Object.values(graph.nodes).map((node) => {
    const step = nodes[node.id];
    return {
      nodeId: node.id,
      title: titleOf(node, definitions),
      type: node.type,
      status: step?.status ?? "waiting",
      durationMs: step?.durationMs ?? null,
      ...(step?.cached && { cached: true }),
      ...(step?.failure && { error: step.failure }),
    };
  });
}

function readerOf({ openArtifact }: RunArchive) {
  return async (hash: string): Promise<Uint8Array> => {
    const chunks: Uint8Array[] = [];
    const sum = createHash("sha256");
    for await (const chunk of await openArtifact(hash)) {
      chunks.push(chunk as Uint8Array);
      sum.update(chunk as Uint8Array);
    }
    if (sum.digest("hex") !== hash) throw new ArchiveError("damaged-archive", `The artifact ${hash} was changed.`);
    return Buffer.concat(chunks);
  };
}
