import { SquareCode, SquareTerminal } from "lucide-react";
import type { Graph, WorkflowFile } from "#graph/schema";
import { stripSecrets } from "#graph/strip-secrets";
import { usedSubGraphs } from "#graph/sub-graphs";
import { formatQuantity } from "../../ui/format-number.ts";
import { hasNodes } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import type { EditorTools } from "../editor-tools.ts";
import { copySelection } from "../clipboard/paste-records.ts";
import { runCommand } from "../clipboard/run-command.ts";

/** The selection, or all where nothing is selected, in the forms in which it leaves the editor. */
export const copyAsActions: readonly EditorAction[] = [
  {
    id: "copy-as-typescript",
    label: "Copy as TypeScript",
    group: "Edit",
    keys: [],
    icon: SquareCode,
    isOnSelection: true,
    when: hasNodes,
    run: (tools) =>
      void copyAs(tools, "TypeScript", async (file) => {
        // Few want it, so it is no part of the page until they do.
        const { writeScript } = await import("#graph/builder/write-script");
        return writeScript(file, tools.editor.getState().library);
      }),
  },
  {
    id: "copy-as-command",
    label: "Copy as a command",
    group: "Edit",
    keys: [],
    icon: SquareTerminal,
    isOnSelection: true,
    when: hasNodes,
    run: (tools) => void copyAs(tools, "a command", runCommand),
  },
];

async function copyAs(
  tools: EditorTools,
  what: string,
  write: (file: WorkflowFile) => string | Promise<string>,
): Promise<void> {
  try {
    const { file, secrets } = withoutSecrets(chosenPart(tools, await tools.exportFile()));
    await navigator.clipboard.writeText(await write(file));
    const nodes = formatQuantity(Object.keys(file.graph.nodes).length, "node");
    const left = secrets.length > 0 ? ` ${secrets[0]}` : "";
    tools.tell({ title: `Copied as ${what}`, description: `“${file.title}”, ${nodes}.${left}` });
  } catch (error) {
    const description = error instanceof Error ? error.message : "The browser did not let the copy into the clipboard.";
    tools.tell({ tone: "failed", title: `Not copied as ${what}`, description });
  }
}

function chosenPart({ editor }: EditorTools, file: WorkflowFile): WorkflowFile {
  const { selection, library } = editor.getState();
  const graph = copySelection(file.graph, selection);
  if (!graph) return file;
  const { description: _ofAll, workflows, ...rest } = file;
  const used = usedSubGraphs(graph, library, workflows ?? {});
  return { ...rest, graph, ...(Object.keys(used).length > 0 && { workflows: used }) };
}

/** As in all that goes into the clipboard; what is left out is said. */
function withoutSecrets(file: WorkflowFile): { file: WorkflowFile; secrets: string[] } {
  const secrets: string[] = [];
  const strip = (given: Graph): Graph => {
    const { graph, warnings } = stripSecrets(given, { keepPaths: true });
    secrets.push(...warnings.map(({ message }) => message));
    return graph;
  };
  const graph = strip(file.graph);
  const workflows = Object.entries(file.workflows ?? {}).map(
    ([key, sub]) => [key, { ...sub, graph: strip(sub.graph) }] as const,
  );
  return { file: { ...file, graph, ...(file.workflows && { workflows: Object.fromEntries(workflows) }) }, secrets };
}
