import { pinPort } from "../../graph/commands/pin-ports.ts";
import type { JsonValue } from "../../graph/json.ts";
import { kinds } from "../../graph/kinds.ts";
import type { Port } from "../../graph/kinds.ts";
import { applyPatch } from "../../graph/patch.ts";
import { portsOf } from "../../graph/ports-of.ts";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import { emptyGraph } from "../../graph/schema.ts";
import type { Graph } from "../../graph/schema.ts";
import { definitions } from "../../nodes/definitions.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { runLocally } from "../engine/run-locally.ts";
import { parseInputs } from "./parse-inputs.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The graph with what `node.port=value` and `node.port=@file` arguments pin. Values are written as inputs of the port's kind
 * are; where that is left to run time, as JSON.
 *
 * @throws UsageError for a node or an output that is not there, and for a value of another kind
 */
export async function parsePins(
  args: string[],
  { graph, store }: { graph: Graph; store: ArtifactStore },
): Promise<Graph> {
  const pinned = new Map<string, { nodeId: string; port: string; given: string[] }>();
  for (const argument of args) {
    const [, end = ""] = /^([^=]+)=/s.exec(argument) ?? [];
    const at = end.lastIndexOf(".");
    if (at < 0) throw new UsageError(`--pin "${argument}" must be node.port=value or node.port=@file.`);
    const known = pinned.get(end) ?? { nodeId: end.slice(0, at), port: end.slice(at + 1), given: [] };
    pinned.set(end, { ...known, given: [...known.given, argument] });
  }
  let result = graph;
  for (const [end, { nodeId, port, given }] of pinned) {
    const declared = requireOutput(graph, { nodeId, port });
    const kind = kinds.find((one) => one === declared.type.kind) ?? "json";
    const isList = given.length > 1 || declared.list === 1 || declared.list === 2;
    const values = await parseInputs(given, { inputs: [{ nodeId, name: end, kind, isList }], store });
    const record = await recordOf(values[end]!, { kind, isList, store });
    result = applyPatch(result, pinPort(result, { nodeId, port, record }));
  }
  return result;
}

function requireOutput(graph: Graph, { nodeId, port }: { nodeId: string; port: string }): Port {
  const node = Object.hasOwn(graph.nodes, nodeId) ? graph.nodes[nodeId] : undefined;
  const definition =
    node && Object.hasOwn(definitions, node.type) ? definitions[node.type as keyof typeof definitions] : undefined;
  if (!node || !definition) throw new UsageError(`--pin: the workflow has no node "${nodeId}" that can be pinned.`);
  const { outputs } = portsOf(node, definition);
  if (Object.hasOwn(outputs, port)) return outputs[port]!;
  const names = Object.keys(outputs).join(", ") || "none";
  throw new UsageError(`--pin: "${nodeId}" has no output "${port}". Its outputs: ${names}.`);
}

/** What a run would record of the value: an input of this kind is run with it. */
async function recordOf(
  value: JsonValue,
  { kind, isList, store }: { kind: string; isList: boolean; store: ArtifactStore },
): Promise<RecordedFlow> {
  const params = { name: "value", kind, list: isList, sample: null };
  const node = { id: "value", type: "workflow-input", version: 1, position: { x: 0, y: 0 }, params };
  const graph = { ...emptyGraph, nodes: { value: node } };
  const { state, failure } = await runLocally({ graph, inputs: { value }, artifacts: store });
  const record = state.nodes.value?.outputs.value;
  if (!record) throw new UsageError(`--pin: ${failure?.message ?? "the value cannot be used."}`);
  return record;
}
