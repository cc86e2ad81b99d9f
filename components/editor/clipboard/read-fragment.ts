import type { NodeLibrary } from "#graph/define-node";
import { firstProblem } from "#graph/first-problem";
import { MAX_NODES } from "#graph/limits";
import { parseDocument } from "#graph/read-document";
import type { Graph } from "#graph/schema";

export type Fragment = { ok: true; graph: Graph } | { ok: false; title: string; reason: string };

/** The workflow in a text from the clipboard, or what keeps it from coming in. Never throws, whatever the text is. */
export function readFragment(text: string, library: NodeLibrary, { nodesThere }: { nodesThere: number }): Fragment {
  if (!isLikeWorkflow(text)) {
    return { ok: false, title: "Nothing to paste", reason: "The clipboard holds no nodes and no workflow file." };
  }
  const read = parse(text, library);
  if (!read.ok) return { ok: false, title: "This cannot be pasted", reason: read.reason };
  const { graph } = read;
  if ([graph.nodes, graph.notes, graph.groups].every((records) => Object.keys(records).length === 0)) {
    return { ok: false, title: "Nothing to paste", reason: "The workflow in the clipboard is empty." };
  }
  const count = nodesThere + Object.keys(graph.nodes).length;
  if (count > MAX_NODES) {
    const reason = `With what is in the clipboard the workflow would have ${count} nodes; it may have ${MAX_NODES}.`;
    return { ok: false, title: "Too much to paste", reason };
  }
  return { ok: true, graph };
}

/** Other programs put JSON into the clipboard as well; only what has a graph is meant as a workflow. */
function isLikeWorkflow(text: string): boolean {
  return text.trimStart().startsWith("{") && /"graph"\s*:/.test(text);
}

function parse(text: string, library: NodeLibrary): { ok: true; graph: Graph } | { ok: false; reason: string } {
  try {
    const read = parseDocument(text, library);
    if (read.ok) return { ok: true, graph: read.file.graph };
    return { ok: false, reason: firstProblem(read.problems.map(({ message }) => message)) };
  } catch (error) {
    // Nested so deep that walking through it ends the stack.
    if (error instanceof RangeError) return { ok: false, reason: "It is nested too deep to be a workflow." };
    throw error;
  }
}
