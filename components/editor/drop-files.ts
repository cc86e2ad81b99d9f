import type { JsonValue } from "#graph/json";
import { modelRefSchema } from "#graph/model-ref";
import { addNodeOfType } from "./canvas-work.ts";
import { pasteText } from "./clipboard.ts";
import type { EditorTools } from "./editor-tools.ts";
import { workflowInPicture } from "./picture/read-picture.ts";
import { sendModel } from "./send-model.ts";
import { sendWorkspaceFile } from "./send-workspace-file.ts";
import type { Point } from "./wire-route.ts";

const ROW = 160;

/** Files dropped on the canvas: a model becomes a node with its ports, a picture or table a node that reads it, a workflow file, or a picture of a workflow, its nodes. */
export async function dropFiles(tools: EditorTools, files: readonly File[], at: Point): Promise<void> {
  for (const [index, file] of files.entries()) {
    try {
      await dropFile(tools, file, { x: at.x, y: at.y + index * ROW });
    } catch (error) {
      const description = error instanceof Error ? error.message : "Try again.";
      tools.tell({ tone: "failed", title: `"${file.name}" was not added`, description });
    }
  }
}

async function dropFile(tools: EditorTools, file: File, at: Point): Promise<void> {
  const { library } = tools.editor.getState();
  const add = (type: string, params: Record<string, JsonValue>) => {
    const definition = library[type];
    if (definition) addNodeOfType(tools, definition, { at, params });
  };
  const workflow = await workflowInPicture(file);
  if (workflow !== null) {
    pasteText(tools, workflow);
  } else if (/\.onnx$/i.test(file.name)) {
    tools.tell({ title: `Reading ${file.name}` });
    const { hash } = await sendModel(file);
    const model = modelRefSchema.parse(await tools.findModel(hash));
    add("run-model", { model: model as unknown as JsonValue });
  } else if (file.type.startsWith("image/")) {
    add("load-image", { file: await sendWorkspaceFile(file) });
  } else if (/\.(csv|tsv|parquet|jsonl)$/i.test(file.name)) {
    add("read-table", { file: await sendWorkspaceFile(file) });
  } else if (/\.json$/i.test(file.name)) {
    pasteText(tools, await file.text());
  } else {
    throw new Error(
      "The canvas takes .onnx models, pictures, tables (.csv, .parquet, .jsonl) and workflow files (.json).",
    );
  }
}
