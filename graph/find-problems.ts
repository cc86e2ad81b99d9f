import type { z } from "zod";
import type { AnyNodeDefinition, NodeLibrary, ParamMeta } from "./define-node.ts";
import { findBodyProblems } from "./find-body-problems.ts";
import { inferTypes } from "./infer-types.ts";
import { interfaceNodes } from "./interface-nodes.ts";
import { paramsInUse } from "./params-in-use.ts";
import { passageProblems } from "./passage-problems.ts";
import { pinProblems } from "./pin-problems.ts";
import { portsOf } from "./ports-of.ts";
import type { Problem } from "./problems.ts";
import { refusalWords } from "./refusal-words.ts";
import { isPinnedWhole } from "./run-part.ts";
import type { Graph, GraphEdge, GraphNode } from "./schema.ts";
import type { SubGraphs } from "./sub-graphs.ts";
import { titleOf } from "./title-of.ts";
import { topologyOf } from "./topology.ts";

type Known = { library: NodeLibrary; subGraphs: SubGraphs | undefined; problems: Problem[] };
const cache = new WeakMap<Graph, Known>();
const graphCache = new WeakMap<Graph, Omit<Known, "subGraphs">>();

/**
 * All that is wrong with a graph, node by node in the order of the document. Errors keep it from running. Without
 * `subGraphs` nothing is said of the workflows that it runs.
 */
export function findProblems(graph: Graph, library: NodeLibrary, subGraphs?: SubGraphs): Problem[] {
  const known = cache.get(graph);
  if (known?.library === library && known.subGraphs === subGraphs) return known.problems;
  const own = findGraphProblems(graph, library);
  const problems = subGraphs ? [...own, ...findBodyProblems(graph, library, { subGraphs, findGraphProblems })] : own;
  cache.set(graph, { library, subGraphs, problems });
  return problems;
}

function findGraphProblems(graph: Graph, library: NodeLibrary): Problem[] {
  const known = graphCache.get(graph);
  if (known?.library === library) return known.problems;
  const problems = [
    ...cycleProblems(graph, library),
    ...Object.values(graph.nodes).flatMap((node) => nodeProblems(graph, library, node)),
    ...edgeProblems(graph, library),
    ...repeatedNames(graph, library),
  ];
  graphCache.set(graph, { library, problems });
  return problems;
}

function cycleProblems(graph: Graph, library: NodeLibrary): Problem[] {
  const { cyclic } = topologyOf(graph);
  if (cyclic.length === 0) return [];
  const titles = cyclic.map((id) => `"${graph.nodes[id] ? titleOf(graph.nodes[id], library) : id}"`).join(", ");
  const message = `${titles} feed one another in a cycle, so none of them can start. Remove one of the edges between them.`;
  return cyclic.map((nodeId) => ({ code: "cycle", severity: "error", nodeId, message }));
}

function nodeProblems(graph: Graph, library: NodeLibrary, node: GraphNode): Problem[] {
  const definition = library[node.type];
  if (!definition) {
    const message = `This Patchbay knows no node type "${node.type}". Its settings are kept, but it cannot run.`;
    return [{ code: "unknown-node-type", severity: "error", nodeId: node.id, message }];
  }
  if (node.version > definition.version) {
    const message = `"${titleOf(node, library)}" was made by a newer Patchbay (version ${node.version} of the node, here ${definition.version}). Update Patchbay to run it.`;
    return [{ code: "newer-node-version", severity: "error", nodeId: node.id, message }];
  }
  if (node.disabled === "bypass") return passageProblems(graph, library, { node, definition });
  if (node.disabled) return [];
  const pins = pinProblems(node, definition);
  if (isPinnedWhole(graph, node.id)) return pins;
  return [...pins, ...paramProblems(node, definition), ...inputProblems(graph, library, { node, definition })];
}

const paramsCache = new WeakMap<GraphNode, { definition: AnyNodeDefinition; problems: Problem[] }>();

/** Kept per node, which is never changed in place: a change of one node of a thousand checks the params of that one. */
function paramProblems(node: GraphNode, definition: AnyNodeDefinition): Problem[] {
  const known = paramsCache.get(node);
  if (known?.definition === definition) return known.problems;
  const problems = checkParams(node, definition);
  paramsCache.set(node, { definition, problems });
  return problems;
}

function checkParams(node: GraphNode, definition: AnyNodeDefinition): Problem[] {
  const parsed = definition.params.safeParse(paramsInUse(definition, node.params), { error: refusalWords });
  if (parsed.success) {
    const checked = definition.checkParams?.(parsed.data) ?? [];
    return checked.map(({ param, message }) => ({
      code: "bad-params",
      severity: "error",
      nodeId: node.id,
      param,
      message,
    }));
  }
  return parsed.error.issues.map((issue: z.core.$ZodIssue) => paramProblem(node, definition, issue));
}

function paramProblem(node: GraphNode, definition: AnyNodeDefinition, issue: z.core.$ZodIssue): Problem {
  const [param] = issue.path;
  const at = { severity: "error", nodeId: node.id } as const;
  if (issue.code === "unrecognized_keys") {
    const message = `There is no setting ${issue.keys.map((key) => `"${key}"`).join(", ")} in this node type.`;
    return { ...at, code: "bad-params", message };
  }
  const name = String(param ?? "");
  const meta = paramMeta(definition, name);
  const title = meta?.title ?? name;
  const isMissing =
    meta?.required === true &&
    (node.params[name] === undefined || node.params[name] === "" || node.params[name] === null);
  if (isMissing) return { ...at, code: "missing-param", param: name, message: `${title} is not chosen yet.` };
  const where = issue.path.slice(1).join(".");
  return {
    ...at,
    code: "bad-params",
    param: name,
    message: `${title}${where ? ` (${where})` : ""}: ${issue.message}.`,
  };
}

export function paramMeta(definition: AnyNodeDefinition, param: string): ParamMeta | undefined {
  const field = (definition.params.shape as Record<string, z.ZodType | undefined>)[param];
  return field?.meta() as ParamMeta | undefined;
}

function inputProblems(
  graph: Graph,
  library: NodeLibrary,
  { node, definition }: { node: GraphNode; definition: AnyNodeDefinition },
): Problem[] {
  const connected = topologyOf(graph).incoming.get(node.id);
  const { inputs } = portsOf(node, definition);
  const missing = Object.entries(inputs)
    .filter(([name, port]) => !port.optional && !connected?.has(name))
    .map(([name, port]): Problem => {
      const message = `"${port.label}" is not connected.`;
      return { code: "missing-input", severity: "error", nodeId: node.id, port: name, message };
    });
  const refusals = inferTypes(graph, library).get(node.id)?.refusals ?? [];
  const refused = refusals.map(({ code, port, reason }): Problem => {
    const message = `"${inputs[port]?.label ?? port}" ${reason}.`;
    return { code, severity: "error", nodeId: node.id, port, edgeId: connected?.get(port)?.id, message };
  });
  return [...missing, ...refused];
}

function edgeProblems(graph: Graph, library: NodeLibrary): Problem[] {
  const problems: Problem[] = [];
  for (const edge of Object.values(graph.edges)) {
    const isFirst = topologyOf(graph).incoming.get(edge.to.node)?.get(edge.to.port)?.id === edge.id;
    const message =
      missingEnd(graph, library, { edge, end: edge.from, side: "outputs" }) ??
      missingEnd(graph, library, { edge, end: edge.to, side: "inputs" });
    const at = {
      severity: "error",
      edgeId: edge.id,
      nodeId: edge.to.node in graph.nodes ? edge.to.node : undefined,
    } as const;
    if (message) problems.push({ ...at, code: "missing-port", message });
    else if (!isFirst) {
      const message = `Two edges arrive at the input "${edge.to.port}", which takes one. Remove one of them, or merge them first.`;
      problems.push({ ...at, code: "two-edges", port: edge.to.port, message });
    }
  }
  return problems;
}

function missingEnd(
  graph: Graph,
  library: NodeLibrary,
  { edge, end, side }: { edge: GraphEdge; end: GraphEdge["from"]; side: "inputs" | "outputs" },
): string | null {
  const node = graph.nodes[end.node];
  if (!node) {
    const leads = side === "inputs" ? "leads to" : "comes from";
    return `The edge "${edge.id}" ${leads} the node "${end.node}", which is not there. Remove the edge.`;
  }
  const definition = library[node.type];
  if (!definition || Object.hasOwn(portsOf(node, definition)[side], end.port)) return null;
  const what = side === "inputs" ? "input" : "output";
  return `"${titleOf(node, library)}" has no ${what} "${end.port}" with its present settings. Remove the edge or change the settings.`;
}

/** Inputs and outputs of a workflow go by name, so a name may occur once. */
function repeatedNames(graph: Graph, library: NodeLibrary): Problem[] {
  return (["workflow-input", "workflow-output"] as const).flatMap((type) => {
    const seen = new Set<string>();
    return interfaceNodes(graph, type, library).flatMap(({ node, name }): Problem[] => {
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      const message = `Another ${type === "workflow-input" ? "input" : "output"} of the workflow is named "${name}" too. Give this one another name.`;
      return [{ code: "repeated-name", severity: "error", nodeId: node.id, param: "name", message }];
    });
  });
}
