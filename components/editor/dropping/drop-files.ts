import { addModel as addModelTo } from "#graph/commands/add-model";
import { firstProblem } from "#graph/first-problem";
import type { JsonValue } from "#graph/json";
import type { Kind } from "#graph/kinds";
import type { ModelFamily, ModelRef } from "#graph/model-family";
import { modelRefSchema } from "#graph/model-ref";
import { readDocument } from "#graph/read-document";
import { addNodeOfType } from "../canvas/canvas-work.ts";
import { jsonFault } from "../fields/json-error.ts";
import { droppedKind, inputName } from "./dropped-kind.ts";
import type { EditorTools } from "../editor-tools.ts";
import { dismissToast } from "../../ui/toast-store.ts";
import { newId } from "../new-id.ts";
import { workflowInPicture } from "../picture/read-picture.ts";
import { sendModel } from "./send-model.ts";
import { sendWorkspaceFile } from "./send-workspace-file.ts";
import type { Point } from "../wires/wire-route.ts";

const ROW = 160;
/** Longer ones are kept as files: a sample stands in the workflow itself. */
const MAX_SAMPLE_CHARACTERS = 100_000;

/**
 * Files dropped on the canvas. A model becomes a node with its ports; a workflow file, or a picture of a workflow, asks what to do
 * with it; all others become inputs of the workflow with the file as their sample, several of one kind one input that takes a list.
 */
export async function dropFiles(tools: EditorTools, files: readonly File[], at: Point): Promise<void> {
  const samples = new Map<Kind, { file: File; value: JsonValue }[]>();
  let row = 0;
  const nextPlace = () => ({ x: at.x, y: at.y + row++ * ROW });
  for (const file of files) {
    try {
      const workflow = await workflowIn(file);
      if (workflow) {
        const dropped = { ...workflow, at };
        tools.ui.setState(({ droppedWorkflows }) => ({ droppedWorkflows: [...droppedWorkflows, dropped] }));
      } else if (/\.onnx$/i.test(file.name)) await addModel(tools, file, nextPlace());
      else {
        const { kind, value } = await sampleOf(file);
        samples.set(kind, [...(samples.get(kind) ?? []), { file, value }]);
      }
    } catch (error) {
      const description = error instanceof Error ? error.message : "Try again.";
      tools.tell({ tone: "failed", title: `"${file.name}" was not added`, description });
    }
  }
  for (const [kind, given] of samples) addInput(tools, { kind, given, at: nextPlace() });
}

/**
 * The workflow that a file is or carries; null for any other.
 *
 * @throws Error with the reason for a workflow file that cannot be read
 */
async function workflowIn(file: File): Promise<{ text: string; title: string; nodes: number } | null> {
  const text = (await workflowInPicture(file)) ?? (/\.json$/i.test(file.name) ? await file.text() : null);
  const json = text === null ? undefined : parse(text);
  const result = json === undefined ? null : readDocument(json);
  if (text === null || !result) return null;
  const isMeant = typeof json === "object" && json !== null && "graph" in json;
  if (!result.ok && isMeant) throw new Error(firstProblem(result.problems.map(({ message }) => message)));
  if (!result.ok) return null;
  return { text, title: result.file.title, nodes: Object.keys(result.file.graph.nodes).length };
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** With what goes around a model of its family, as far as its ports tell that. One step of undo. */
async function addModel(tools: EditorTools, file: File, at: Point): Promise<void> {
  const reading = tools.tell({ title: `Reading ${file.name}` });
  const model = await registerModel(tools, file).finally(() => dismissToast(reading));
  const { graph, library, apply } = tools.editor.getState();
  const { patch, nodeIds, family } = addModelTo(graph, library, { model, position: at, newId });
  apply(patch, { label: `Add ${model.name}`, select: nodeIds });
  if (family)
    tools.tell({
      title: `${model.name} looks like ${familyWords[family]}`,
      description: describeAdded(nodeIds.length),
    });
}

async function registerModel(tools: EditorTools, file: File): Promise<ModelRef> {
  const { hash } = await sendModel(file);
  return modelRefSchema.parse(await tools.findModel(hash));
}

const familyWords: Record<ModelFamily, string> = {
  classifier: "a classifier of pictures",
  detector: "a detector of things in pictures",
  segmenter: "a model that finds regions in pictures",
  tabular: "a model for rows of numbers",
};

function describeAdded(nodes: number): string {
  if (nodes === 1) return "It is in the node made for such models. Press R to put it into another one.";
  return "The nodes that prepare pictures for it and read its scores are around it, set up from its ports. All can be changed.";
}

/** What is short and plain stands in the workflow; the rest is kept in the workspace. */
async function sampleOf(file: File): Promise<{ kind: Kind; value: JsonValue }> {
  const kind = droppedKind(file);
  if (file.size <= MAX_SAMPLE_CHARACTERS) {
    if (kind === "text") return { kind, value: await file.text() };
    const text = /\.json$/i.test(file.name) ? await file.text() : "";
    // What a workflow cannot keep in itself is a file like any other.
    const json = jsonFault(text) === null ? parse(text) : undefined;
    if (json !== undefined && json !== null) return { kind: "json", value: json };
  }
  return { kind: kind === "text" ? "file" : kind, value: await sendWorkspaceFile(file) };
}

function addInput(
  tools: EditorTools,
  { kind, given, at }: { kind: Kind; given: readonly { file: File; value: JsonValue }[]; at: Point },
): void {
  const { graph, library } = tools.editor.getState();
  const definition = library["workflow-input"];
  const [first] = given;
  if (!definition || !first) return;
  const inputs = Object.values(graph.nodes).filter(({ type }) => type === definition.type);
  const taken = new Set(inputs.map(({ params }) => (typeof params.name === "string" ? params.name : "input")));
  const isList = given.length > 1;
  addNodeOfType(tools, definition, {
    at,
    params: {
      name: inputName(first.file.name, taken),
      kind,
      ...(isList && { list: true }),
      sample: isList ? given.map(({ value }) => value) : first.value,
    },
  });
}
