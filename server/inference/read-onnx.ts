import type { OnnxSummary } from "../models/model-types.ts";
import { checkGraph } from "./onnx/check-graph.ts";
import { checkOperators, plainDomain } from "./onnx/check-operators.ts";
import type { Opset } from "./onnx/check-operators.ts";
import { findZipMaps } from "./onnx/cut-zip-map.ts";
import type { ProtoCursor } from "./onnx/proto-cursor.ts";
import { openProtoCursor } from "./onnx/proto-cursor.ts";
import { checkFunctionCalls, readFunction } from "./onnx/read-function.ts";
import type { FunctionFacts } from "./onnx/read-function.ts";
import { badGraph, noCounts, readGraph } from "./onnx/read-graph.ts";
import type { GraphFacts, ModelCounts } from "./onnx/read-graph.ts";
import { readLabels } from "./onnx/read-labels.ts";
import { toSignature } from "./onnx/read-signature.ts";
import { notOnnx, refuseModel } from "./onnx/refuse-model.ts";

export const DEFAULT_MAX_MODEL_BYTES = 500_000_000;
/** Metadata is shown, not used: longer texts are cut. */
const MAX_TEXT_CHARACTERS = 1_024;
const MAX_METADATA_ENTRIES = 200;

/**
 * Reads what an ONNX file declares, and refuses it when it could reach outside itself, does not hold together, or needs what
 * ONNX Runtime does not have. Nothing is run, and no weights are copied: the time depends on the number of nodes alone.
 *
 * @throws AppError with `reason` not-onnx, external-data-refused, bad-tensor, unsupported-op, bad-graph, too-large, compressed
 */
export function readOnnx(file: Uint8Array, { maxBytes = DEFAULT_MAX_MODEL_BYTES } = {}): OnnxSummary {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  refuseAtSight(bytes, maxBytes);
  const counts = noCounts();
  const { graph, functions, ...model } = readModel(openProtoCursor(bytes), counts);

  const operators = operatorsOf(counts);
  checkOperators({ irVersion: model.irVersion, opset: model.opset, operators, functions });
  checkGraph(graph);
  for (const { graph: body } of functions) checkGraph(body);
  checkFunctionCalls(graph, functions);

  const hasDefault = new Set(graph.initializers);
  const inputs = graph.inputs.filter(({ name }) => !hasDefault.has(name));
  const zipMaps = findZipMaps(bytes);
  const labels = readLabels(model.metadata) ?? zipMaps.find((one) => one.labels)?.labels;
  return {
    irVersion: model.irVersion,
    opset: model.opset.map(({ domain, version }) => ({ domain: plainDomain(domain), version })),
    inputs: inputs.map((value) => toSignature(value, "input")),
    outputs: graph.outputs.map((value) => {
      // What it is once the model is loaded, with the ZipMap cut off.
      const zipMap = zipMaps.find(({ output }) => output === value.name);
      return zipMap
        ? { name: value.name, dtype: "float32", shape: [null, zipMap.classes] }
        : toSignature(value, "output");
    }),
    operators,
    parameterCount: counts.parameters,
    parameterBytes: counts.parameterBytes,
    producer: cut(model.producer.join(" ").trim()),
    metadata: Object.fromEntries([...model.metadata].map(([key, value]) => [cut(key), cut(value)])),
    ...(labels && { labels }),
  };
}

function refuseAtSight(bytes: Buffer, maxBytes: number) {
  if (bytes.length === 0) throw notOnnx("the file is empty");
  if (bytes.length > maxBytes) {
    const sizes = `${bytes.length.toLocaleString("en")} bytes; ${maxBytes.toLocaleString("en")}`;
    throw refuseModel("too-large", `The model has ${sizes} are allowed.`);
  }
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (isGzip || isZip)
    throw refuseModel("compressed", "The file is compressed. Unpack it, and upload the .onnx file in it.");
}

type ModelFacts = {
  irVersion: number;
  opset: Opset[];
  producer: string[];
  metadata: Map<string, string>;
  graph: GraphFacts;
  functions: FunctionFacts[];
};

function readModel(cursor: ProtoCursor, counts: ModelCounts): ModelFacts {
  let graph: GraphFacts | null = null;
  let hasTraining = false;
  const facts: Omit<ModelFacts, "graph"> = {
    irVersion: 0,
    opset: [],
    producer: [],
    metadata: new Map(),
    functions: [],
  };
  while (cursor.next()) {
    switch (cursor.field) {
      case 1:
        facts.irVersion = cursor.int();
        break;
      case 2:
      case 3:
        facts.producer.push(cursor.text());
        break;
      case 7:
        if (graph) throw notOnnx("it holds two graphs");
        graph = readGraph(cursor.message(), counts);
        break;
      case 8:
        facts.opset.push(readOpset(cursor.message()));
        break;
      case 14:
        if (facts.metadata.size < MAX_METADATA_ENTRIES) facts.metadata.set(...readEntry(cursor.message()));
        break;
      case 20:
        readTraining(cursor.message(), counts);
        hasTraining = true;
        break;
      case 25:
        facts.functions.push(readFunction(cursor.message(), counts));
        break;
      case 4:
      case 5:
      case 6:
      case 26:
      case 30:
        break;
      default:
        // New fields come with a new IR version, which is refused as well.
        throw notOnnx("it holds something that models do not have, or garbage at its end");
    }
  }
  if (!graph) throw notOnnx("it holds no graph");
  if (hasTraining) throw badGraph("The model carries its training, which has no use here");
  return { ...facts, graph };
}

/** Walked before it is refused: a person should hear of data in other files first. */
function readTraining(cursor: ProtoCursor, counts: ModelCounts) {
  while (cursor.next()) if (cursor.field === 1 || cursor.field === 2) readGraph(cursor.message(), counts);
}

function readOpset(cursor: ProtoCursor): Opset {
  const opset: Opset = { domain: "", version: 0 };
  while (cursor.next()) {
    if (cursor.field === 1) opset.domain = cursor.text();
    else if (cursor.field === 2) opset.version = cursor.int();
  }
  return opset;
}

function readEntry(cursor: ProtoCursor): [key: string, value: string] {
  const entry: [string, string] = ["", ""];
  while (cursor.next()) if (cursor.field === 1 || cursor.field === 2) entry[cursor.field - 1] = cursor.text();
  return entry;
}

/** The most frequent first. */
function operatorsOf(counts: ModelCounts): OnnxSummary["operators"] {
  const operators = [...counts.operators].map(([key, count]) => {
    const [domain = "", name = ""] = key.split("\0");
    return { name, domain, count };
  });
  return operators.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

function cut(text: string): string {
  return text.length > MAX_TEXT_CHARACTERS ? `${text.slice(0, MAX_TEXT_CHARACTERS - 1)}…` : text;
}
