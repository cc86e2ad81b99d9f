import type { NodeLibrary } from "./define-node.ts";
import { interfaceChanges } from "./interface-changes.ts";
import { interfaceOf, MAX_PORT_DEPTH, tooDeepOutputs } from "./interface-of.ts";
import { MAX_STEPS, MAX_WORKFLOW_DEPTH } from "./limits.ts";
import type { Problem } from "./problems.ts";
import type { Graph } from "./schema.ts";
import { bodyNodes, subGraphKey } from "./sub-graphs.ts";
import type { BodyNode, SubGraph, SubGraphs } from "./sub-graphs.ts";
import { titleOf } from "./title-of.ts";

type Fault = Pick<Problem, "code" | "message">;
/** What was found out of a workflow that others run; looked into once, however many of them do. */
type Findings = { fault: Fault | null; depth: number; stepCount: number };

/** What is wrong with the workflows that a graph's nodes run, said at those nodes. */
export function findBodyProblems(
  graph: Graph,
  library: NodeLibrary,
  {
    subGraphs,
    findGraphProblems,
  }: { subGraphs: SubGraphs; findGraphProblems: (graph: Graph, library: NodeLibrary) => Problem[] },
): Problem[] {
  const findings = new Map<string, Findings>();
  const stack: SubGraph[] = [];
  const nodes = bodyNodes(graph, library).filter(({ node }) => !node.disabled);
  const problems = nodes.flatMap((body) => problemsAt(body));
  if (problems.length > 0) return problems;
  const stepCount = Object.keys(graph.nodes).length + sumOf(nodes, ({ stepCount }) => stepCount);
  if (nodes[0] && stepCount > MAX_STEPS) {
    const message = `With the workflows that it runs, this workflow has ${stepCount} steps; it may have ${MAX_STEPS}. Run parts of it as workflows of their own.`;
    return [{ code: "too-many-steps", severity: "error", nodeId: nodes[0].node.id, message }];
  }
  return [];

  function problemsAt(body: BodyNode): Problem[] {
    const { node, ref } = body;
    const at = { nodeId: node.id, param: "workflow" };
    const sub = subGraphAt(body);
    if (!sub) return [{ ...unknownWorkflow(body), severity: "error", ...at }];
    const { fault, depth } = lookInto(body, sub);
    if (fault) return [{ ...fault, severity: "error", ...at }];
    if (depth > MAX_WORKFLOW_DEPTH) {
      const message = `"${sub.title}" runs workflows within workflows ${depth} deep; ${MAX_WORKFLOW_DEPTH} is the limit. Put what the innermost ones do into their callers.`;
      return [{ code: "too-deep", severity: "error", message, ...at }];
    }
    const changes = interfaceChanges(ref, interfaceOf(sub.graph, library));
    if (changes.length === 0) return [];
    const severity = changes.some(({ isBroken }) => isBroken) ? "error" : "warning";
    const message = `"${sub.title}" has changed since it was chosen here: ${changes.map(({ words }) => words).join("; ")}. Update the ports.`;
    return [{ code: "changed-interface", severity, message, ...at }];
  }

  function subGraphAt({ ref }: BodyNode): SubGraph | undefined {
    const key = subGraphKey(ref);
    return Object.hasOwn(subGraphs, key) ? subGraphs[key] : undefined;
  }

  function lookInto({ ref }: BodyNode, sub: SubGraph): Findings {
    const key = subGraphKey(ref);
    const known = findings.get(key);
    if (known) return known;
    if (stack.includes(sub))
      return { fault: cycleOf([...stack.slice(stack.indexOf(sub)), sub]), depth: 0, stepCount: 0 };
    stack.push(sub);
    const inner = bodyNodes(sub.graph, library).filter(({ node }) => !node.disabled);
    const found = {
      fault: faultIn(sub, inner),
      depth: 1 + inner.reduce((deepest, body) => Math.max(deepest, findingsOf(body)?.depth ?? 0), 0),
      stepCount: Object.keys(sub.graph.nodes).length + sumOf(inner, ({ stepCount }) => stepCount),
    };
    stack.pop();
    findings.set(key, found);
    return found;
  }

  function findingsOf({ ref }: BodyNode): Findings | undefined {
    return findings.get(subGraphKey(ref));
  }

  function sumOf(bodies: readonly BodyNode[], count: (found: Findings) => number): number {
    return bodies.reduce((sum, body) => {
      const found = findingsOf(body);
      return found ? sum + count(found) : sum;
    }, 0);
  }

  function faultIn({ title, graph: inner }: SubGraph, bodies: readonly BodyNode[]): Fault | null {
    if (Object.keys(inner.nodes).length === 0) {
      return { code: "bad-workflow", message: `"${title}" has no nodes. Add some to it, or choose another workflow.` };
    }
    const [tooDeep] = tooDeepOutputs(inner, library);
    if (tooDeep !== undefined) {
      const message = `The output "${tooDeep}" of "${title}" gives lists more than ${MAX_PORT_DEPTH} deep, which no port can give on. Flatten it there first.`;
      return { code: "bad-workflow", message };
    }
    const isError = ({ severity }: Problem) => severity === "error";
    const problem =
      findGraphProblems(inner, library).find(isError) ?? bodies.flatMap((body) => problemsAt(body)).find(isError);
    if (!problem) return null;
    if (problem.code === "workflow-cycle" || problem.code === "too-deep") return problem;
    // It names the workflow further in that is to be opened.
    if (problem.code === "bad-workflow") return { ...problem, message: `"${title}" cannot run: ${problem.message}` };
    const at = problem.nodeId === undefined ? undefined : inner.nodes[problem.nodeId];
    const where = at ? `, at "${titleOf(at, library)}"` : "";
    return { code: "bad-workflow", message: `"${title}" cannot run${where}: ${problem.message} Open it to mend that.` };
  }
}

function unknownWorkflow({ ref: { title, version } }: BodyNode): Fault {
  const what = version === null ? `The workflow "${title}"` : `Version ${version} of the workflow "${title}"`;
  const message = `${what} is not in this workspace: it was removed, or never was here. Choose another one, or import it.`;
  return { code: "unknown-workflow", message };
}

function cycleOf(chain: readonly SubGraph[]): Fault {
  const titles = chain.map(({ title }) => `"${title}"`).join(" → ");
  const message = `${titles}: a workflow cannot run itself, neither directly nor through others. Choose another one in one of them.`;
  return { code: "workflow-cycle", message };
}
