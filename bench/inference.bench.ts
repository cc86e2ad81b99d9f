import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { z } from "zod";
import { defineNode } from "../graph/define-node.ts";
import type { NodeLibrary } from "../graph/define-node.ts";
import type { AnyNodeRunner } from "../graph/node-runner.ts";
import { planGraph } from "../graph/plan-graph.ts";
import type { Plan } from "../graph/plan.ts";
import { emptyGraph } from "../graph/schema.ts";
import type { Graph } from "../graph/schema.ts";
import type { ModelRef, TensorValue } from "../graph/values.ts";
import { runModel } from "../nodes/run-model/definition.ts";
import { runRunModel } from "../nodes/run-model/run.ts";
import { executePlan } from "../server/executor/execute-plan.ts";
import { sendNothing } from "../server/executor/send-nothing.ts";
import { openModelStore } from "../server/inference/open-model-store.ts";
import { readSignature } from "../server/inference/ort-tensors.ts";
import { createRecorder } from "../server/values/create-recorder.ts";
import { compare, measure } from "./compare.ts";
import type { Comparison } from "./compare.ts";
import { channelsFor, convolutionModel } from "./convolution-model.ts";
import type { Result } from "./result.ts";

/** Those with which one loop over these models is quickest on two cores: threads that wait do not spin, and one is enough. */
const sessionOptions = {
  executionProviders: ["cpu"],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  logSeverityLevel: 4,
  extra: { session: { intra_op: { allow_spinning: "0" }, inter_op: { allow_spinning: "0" } } },
} as const;

type Subject = { ref: ModelRef; file: string; sample: TensorValue };

/**
 * The newest session of each file. The control computes on the session that ours has opened: where a session's memory
 * happens to lie makes one of two equal sessions several per cent slower, run after run.
 */
const sessions = new Map<string, InferenceSession>();
const create = InferenceSession.create.bind(InferenceSession) as (
  file: string,
  options: InferenceSession.SessionOptions,
) => Promise<InferenceSession>;
/** While this is on, whoever opens a file again gets the session that it has. */
let isShared = false;
InferenceSession.create = (async (...given: Parameters<typeof create>) => {
  const known = isShared && sessions.get(given[0]);
  if (known) return known;
  const session = await create(...given);
  sessions.set(given[0], session);
  return session;
}) as typeof InferenceSession.create;

/** A model of the gallery. */
const galleryModel = (name: string, shape: number[]) =>
  subjectOf({ name, file: path.join(import.meta.dirname, "../templates/models", name, "model.onnx"), shape });

const MODEL_MS = 10;

/** Models of 10 ms on 602 KB, as that of the bench of serving. */
async function slowModels<T>(count: number, work: (subjects: Subject[]) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  try {
    const subjects: Subject[] = [];
    const shape = [1, 3, 224, 224];
    const tried = path.join(folder, "tried.onnx");
    const channels = await channelsFor(MODEL_MS, async (model) => {
      writeFileSync(tried, model);
      const subject = await subjectOf({ name: "tried", file: tried, shape });
      return (await measure(() => runRaw(subject))).ms;
    });
    for (let seed = 1; seed <= count; seed++) {
      const file = path.join(folder, `convolutions-${seed}.onnx`);
      writeFileSync(file, convolutionModel({ seed, channels }));
      subjects.push(await subjectOf({ name: `convolutions-${seed}`, file, shape }));
    }
    return await work(subjects);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With one made-up input of `shape`. */
async function subjectOf({ name, file, shape }: { name: string; file: string; shape: number[] }): Promise<Subject> {
  const session = await InferenceSession.create(file, sessionOptions);
  const [inputs, outputs] = [readSignature(session.inputMetadata), readSignature(session.outputMetadata)];
  const size = shape.reduce((product, dim) => product * dim, 1);
  const data = Float32Array.from({ length: size }, (_, at) => (Math.sin(at) + 1) / 2);
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
  return { ref: { hash, name, inputs, outputs }, file, sample: { dtype: "float32", shape, data } };
}

/** What a hand-written loop does: a tensor around the numbers, a run, the numbers of its outputs. */
async function runRaw({ file, ref, sample }: Subject): Promise<Float32Array> {
  const tensor = new Tensor("float32", sample.data as Float32Array, sample.shape);
  const results = await sessions.get(file)!.run({ [ref.inputs[0]!.name]: tensor });
  return results[ref.outputs.at(-1)!.name]!.data as Float32Array;
}

/** A store over subjects; `joins` false keeps it from joining calls. */
const newStore = (subjects: readonly Subject[], { joins }: { joins: boolean }) =>
  openModelStore({
    threads: 1,
    readModelPath: async (hash) => subjects.find(({ ref }) => ref.hash === hash)!.file,
    ...(!joins && { verdicts: new Map(subjects.map(({ ref }) => [ref.hash, { isBatched: false, why: "" }])) }),
  });

function requireSame(expected: Float32Array, found: ArrayLike<number>): void {
  for (const [at, value] of expected.entries()) {
    if (Math.abs(value - found[at]!) > 1e-4 * Math.max(1, Math.abs(value))) throw new Error("The outputs differ.");
  }
}

const tensorPort = { label: "Tensor", type: { kind: "tensor" } } as const;
/** Gives the sample of its model, after whatever it is wired to. */
const give = defineNode({
  type: "give",
  version: 1,
  title: "Give",
  summary: "",
  docs: "",
  category: "logic",
  icon: "box",
  inputs: { after: { ...tensorPort, optional: true } },
  outputs: { tensor: tensorPort },
  params: z.strictObject({ name: z.string() }),
});
const library: NodeLibrary = { give, "run-model": runModel };

/** The subjects one after the other, as a graph of the real node. */
function pipelineOf(subjects: readonly Subject[]): Plan {
  const graph: Graph = { ...emptyGraph, nodes: {}, edges: {} };
  const position = { x: 0, y: 0 };
  const wire = (from: [string, string], to: [string, string]) => {
    const id = `e${Object.keys(graph.edges).length}`;
    graph.edges[id] = { id, from: { node: from[0], port: from[1] }, to: { node: to[0], port: to[1] } };
  };
  for (const [at, { ref }] of subjects.entries()) {
    const [source, model] = [`give${at}`, `model${at}`];
    graph.nodes[source] = { id: source, type: "give", version: 1, position, params: { name: ref.name } };
    graph.nodes[model] = { id: model, type: "run-model", version: 1, position, params: { model: ref } as never };
    wire([source, "tensor"], [model, ref.inputs[0]!.name]);
    if (at > 0) wire([`model${at - 1}`, subjects[at - 1]!.ref.outputs.at(-1)!.name], [source, "after"]);
  }
  const planned = planGraph(graph, library);
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join("\n"));
  return planned.plan;
}

const noService = () => {
  throw new Error("The nodes of this measurement use no such service.");
};

/** Executes with everything on: events, and a record of every value; large values go to a store that keeps nothing. */
function executorOf(subjects: readonly Subject[]) {
  const plan = pipelineOf(subjects);
  const store = newStore(subjects, { joins: true });
  const last: Record<string, TensorValue> = {};
  const runners: Record<string, AnyNodeRunner> = {
    give: ({ params }) => ({ tensor: subjects.find(({ ref }) => ref.name === params.name)!.sample }),
    "run-model": async (step) => {
      const outputs = (await runRunModel(step)) as Record<string, TensorValue>;
      last[step.params.model.name] = outputs[step.params.model.outputs.at(-1).name]!;
      return outputs;
    },
  };
  const record = createRecorder({
    images: {} as never,
    tables: {} as never,
    putArtifact: async (pieces) => ({ hash: "0".repeat(64), sizeBytes: pieces.length, mediaType: "" }),
  });
  const services = { models: store, images: {}, tables: {}, sandbox: {}, files: {} } as never;
  const execute = async () => {
    const { outcome } = await executePlan(plan, {
      runners,
      services,
      sendHttp: sendNothing,
      runInput: () => undefined,
      emit: () => {},
      record,
      restore: noService,
      finishedSteps: {},
      attempt: 1,
      worker: "bench",
      signal: new AbortController().signal,
      maxConcurrency: 16,
    });
    if (outcome !== "succeeded") throw new Error(`The run ended as ${outcome}.`);
  };
  return { execute, last, close: store.close };
}

const times = async (count: number, work: () => Promise<unknown>) => {
  for (let index = 0; index < count; index++) await work();
};

const inverse = ({ ratio, interval: [low, high] }: Comparison) => ({ ratio: 1 / ratio, low: 1 / high, high: 1 / low });
const three = (value: number) => value.toFixed(3);

/** The subjects in one workflow against the bare sessions one after the other; outputs compared. */
async function againstRaw(subjects: readonly Subject[], { calls, rounds }: { calls: number; rounds: number }) {
  const { execute, last, close } = executorOf(subjects);
  await execute();
  const result = await compare(
    () => times(calls, execute),
    async () => {
      for (const subject of subjects) await times(calls, () => runRaw(subject));
    },
    { rounds, warmUps: 8 },
  );
  for (const subject of subjects) requireSame(await runRaw(subject), last[subject.ref.name]!.data as Float32Array);
  await close();
  return {
    ...result,
    overheadUs: ((result.oursMs - result.controlMs) / calls) * 1_000,
    rawMs: result.controlMs / calls,
  };
}

/** An engine lives long: its code has been compiled by what it ran before. */
async function warmUp(): Promise<void> {
  const { execute, close } = executorOf([await galleryModel("sensor-autoencoder", [1, 64, 3])]);
  await times(10_000, execute);
  await close();
}

/** P4: throughput of a workflow of one model against a loop over the bare session. */
async function oneModel(): Promise<Result> {
  await warmUp();
  const slow = await slowModels(1, (subjects) => againstRaw(subjects, { calls: 4, rounds: 40 }));
  const tiny = await againstRaw([await galleryModel("shapes-detector", [1, 3, 160, 160])], { calls: 20, rounds: 40 });
  const shown = [slow, tiny].map((result) => {
    const { ratio, low, high } = inverse(result);
    return `${three(ratio)} [${three(low)}–${three(high)}] at ${result.rawMs.toFixed(1)} ms`;
  });
  return {
    id: "P4",
    what: "one-model workflow in process, throughput ÷ that of a raw `session.run` loop: convolutions on 602 KB, shapes-detector",
    figure: shown.join(", "),
    must: "≥ 0.97 (10 ms model)",
    aim: "0.99",
    isMet: inverse(slow).ratio >= 0.97,
    how: `events and records of all values; outputs compared; beyond the model ${slow.overheadUs.toFixed(0)} and ${tiny.overheadUs.toFixed(0)} µs a run; 40 pairs each`,
  };
}

const CLIENTS = 64;

/** What 64 clients, each of which asks again when it has its answer, gain by being answered together. */
async function batched(name: string, { shape, calls }: { shape: number[]; calls: number }) {
  const subject = await galleryModel(name, shape);
  const [ours, control] = [newStore([subject], { joins: true }), newStore([subject], { joins: false })];
  const feeds = { [subject.ref.inputs[0]!.name]: subject.sample };
  const output = subject.ref.outputs.at(-1)!.name;
  const joined = await ours.keepReady(subject.ref);
  isShared = true;
  const alone = await control.open(subject.ref);
  isShared = false;
  const drive = async (model: typeof joined) => {
    let left = calls;
    let result: TensorValue | undefined;
    const client = async () => {
      while (left-- > 0) result = (await model.run(feeds))[output]!;
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    return result!;
  };
  const result = await compare(
    () => drive(joined),
    () => drive(alone),
    { rounds: 30, warmUps: 6 },
  );
  requireSame(await runRaw(subject), (await drive(joined)).data as Float32Array);
  // It has the session of ours, which ends once.
  sessions.get(subject.file)!.release = async () => {};
  await Promise.all([ours.close(), control.close()]);
  return inverse(result);
}

/** P6: joining calls, where it cannot win and where it should. */
async function batching(): Promise<Result> {
  const worst = await batched("shapes-detector", { shape: [1, 3, 160, 160], calls: 128 });
  const best = await batched("wine", { shape: [1, 13], calls: 6_400 });
  return {
    id: "P6",
    what: `batching, throughput at ${CLIENTS} clients ÷ unbatched: a model that does not gain, one of mostly fixed cost`,
    figure: `${three(worst.ratio)} [${three(worst.low)}–${three(worst.high)}], ${best.ratio.toFixed(1)}× [${best.low.toFixed(1)}–${best.high.toFixed(1)}]`,
    must: "≥ 0.97, ≥ 3×",
    aim: "0.99, 5×",
    isMet: worst.ratio >= 0.97 && best.ratio >= 3,
    how: "shapes-detector and wine, the same store with joining off as the control, on the same session; outputs compared; 30 pairs each",
  };
}

/** P10: three models one after the other against the same three alone. */
async function pipeline(): Promise<Result> {
  await warmUp();
  const slow = await slowModels(3, (subjects) => againstRaw(subjects, { calls: 2, rounds: 30 }));
  const tiny = await againstRaw(
    [
      await galleryModel("shapes-detector", [1, 3, 160, 160]),
      await galleryModel("shapes-segmenter", [1, 3, 64, 64]),
      await galleryModel("sensor-autoencoder", [1, 64, 3]),
    ],
    { calls: 20, rounds: 40 },
  );
  const shown = [slow, tiny].map(
    ({ ratio, interval, rawMs }) => `${three(ratio)} [${interval.map(three).join("–")}] at ${rawMs.toFixed(1)} ms`,
  );
  return {
    id: "P10",
    what: "three-model pipeline, total ÷ sum of the models alone: convolutions; detector, segmenter and autoencoder of the gallery",
    figure: shown.join(", "),
    must: "≤ 1.05 (10 ms models)",
    aim: "1.02",
    isMet: slow.ratio <= 1.05,
    how: `events and records of all values; outputs compared; beyond the models ${slow.overheadUs.toFixed(0)} and ${tiny.overheadUs.toFixed(0)} µs a run; 30 and 40 pairs`,
  };
}

export const inferenceBenches = [oneModel, batching, pipeline];
