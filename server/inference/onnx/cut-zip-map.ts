import { openProtoCursor } from "./proto-cursor.ts";
import type { ProtoCursor } from "./proto-cursor.ts";
import { int, join, part } from "./proto-writer.ts";

const DOMAIN = "ai.onnx.ml";
const MAX_CLASSES = 100_000;
const FLOAT = 1;
/** Of ONNX's own operators, for models that import none: the first ones with today's Identity. */
const OPSET = 13;

/** A ZipMap at a model's output: probabilities [rows, classes] become a sequence of maps, which cannot flow. */
export type ZipMap = {
  /** The tensor with the probabilities. */
  input: string;
  /** The output of the model that the maps are. */
  output: string;
  classes: number;
  /** The classes' names, in the order of the probabilities; absent where they are numbers. */
  labels?: string[];
};

type Graph = { zipMaps: Map<number, ZipMap>; bytes: Buffer };

/** Those at the outputs of a model. @throws AppError not-onnx for what is no protobuf */
export function findZipMaps(model: Buffer): ZipMap[] {
  return [...(readGraph(model)?.zipMaps.values() ?? [])];
}

/**
 * The model with each ZipMap at an output replaced by what it was made from: the output keeps its name and is the
 * probabilities, float32 [rows, classes]. Null where there is none. scikit-learn's exporter writes them unless told not to.
 */
export function cutZipMaps(model: Buffer): Buffer | null {
  const graph = readGraph(model);
  if (!graph || graph.zipMaps.size === 0) return null;
  let hasOperators = false;
  const fields = mapFields(openProtoCursor(model), (cursor, own) => {
    if (cursor.field === 8) hasOperators ||= isDefaultDomain(cursor.message());
    return cursor.field === 7 ? part(7, rewriteGraph(graph)) : own;
  });
  return join(hasOperators ? fields : [...fields, part(8, int(2, OPSET))]);
}

function rewriteGraph({ zipMaps, bytes }: Graph): Buffer {
  const byOutput = new Map([...zipMaps.values()].map((zipMap) => [zipMap.output, zipMap]));
  return join(
    mapFields(openProtoCursor(bytes), (cursor, own) => {
      if (cursor.field === 1) {
        const zipMap = zipMaps.get(cursor.start);
        return zipMap ? part(1, identity(zipMap)) : own;
      }
      const zipMap = cursor.field === 12 ? byOutput.get(nameOf(cursor.message())) : undefined;
      return zipMap ? part(12, probabilities(zipMap)) : own;
    }),
  );
}

function identity({ input, output }: ZipMap): Buffer {
  return join([part(1, input), part(2, output), part(4, "Identity")]);
}

function probabilities({ output, classes }: ZipMap): Buffer {
  const shape = join([part(1, join([])), part(1, int(1, classes))]);
  return join([part(1, output), part(2, part(1, join([int(1, FLOAT), part(2, shape)])))]);
}

/** Null where nothing in the file is called so, which is found in no time. */
function readGraph(model: Buffer): Graph | null {
  if (!model.includes("ZipMap")) return null;
  const cursor = openProtoCursor(model);
  while (cursor.next()) {
    if (cursor.field !== 7) continue;
    const bytes = model.subarray(cursor.start, cursor.end);
    const [zipMaps, outputs] = [new Map<number, ZipMap>(), new Set<string>()];
    const graph = openProtoCursor(bytes);
    while (graph.next()) {
      if (graph.field === 12) outputs.add(nameOf(graph.message()));
      const zipMap = graph.field === 1 ? readZipMap(graph.message()) : null;
      if (zipMap) zipMaps.set(graph.start, zipMap);
    }
    for (const [at, { output }] of zipMaps) if (!outputs.has(output)) zipMaps.delete(at);
    return { zipMaps, bytes };
  }
  return null;
}

function readZipMap(cursor: ProtoCursor): ZipMap | null {
  const [inputs, outputs, attributes]: [string[], string[], ProtoCursor[]] = [[], [], []];
  let [operator, domain] = ["", ""];
  while (cursor.next()) {
    if (cursor.field === 1) inputs.push(cursor.text());
    else if (cursor.field === 2) outputs.push(cursor.text());
    else if (cursor.field === 4) operator = cursor.text();
    else if (cursor.field === 5) attributes.push(cursor.message());
    else if (cursor.field === 7) domain = cursor.text();
  }
  const [input, output] = [inputs[0], outputs[0]];
  if (operator !== "ZipMap" || domain !== DOMAIN || input === undefined || output === undefined) return null;
  const found = attributes.map(readClasses).find(({ classes }) => classes > 0);
  return found ? { input, output, ...found } : null;
}

function readClasses(cursor: ProtoCursor): { classes: number; labels?: string[] } {
  const [numbers, labels]: [number[], string[]] = [[], []];
  while (cursor.next()) {
    if (cursor.field === 8) cursor.intsInto(numbers, MAX_CLASSES);
    else if (cursor.field === 9) labels.push(cursor.text());
  }
  return labels.length > 0 ? { classes: labels.length, labels } : { classes: numbers.length };
}

function nameOf(cursor: ProtoCursor): string {
  let name = "";
  while (cursor.next()) if (cursor.field === 1) name = cursor.text();
  return name;
}

function isDefaultDomain(cursor: ProtoCursor): boolean {
  let domain = "";
  while (cursor.next()) if (cursor.field === 1) domain = cursor.text();
  return domain === "" || domain === "ai.onnx";
}

/** Every field of a message, as it is or as `change` gives it. */
function mapFields(cursor: ProtoCursor, change: (cursor: ProtoCursor, own: Buffer) => Buffer): Buffer[] {
  const fields: Buffer[] = [];
  let from = cursor.end;
  while (cursor.next()) {
    fields.push(change(cursor, cursor.bytes.subarray(from, cursor.end)));
    from = cursor.end;
  }
  return fields;
}
