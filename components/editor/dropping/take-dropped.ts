import { loadPart } from "../../ui/load-part.ts";
import type { EditorTools } from "../editor-tools.ts";
import type { Point } from "../wires/wire-route.ts";

/** Files dropped on the canvas, with what reads them, which comes with the first. */
export async function takeDropped(tools: EditorTools, files: readonly File[], at: Point): Promise<void> {
  try {
    const { dropFiles } = await loadPart(() => import("./drop-files.ts"));
    await dropFiles(tools, files, at);
  } catch (error) {
    const description = error instanceof Error ? error.message : "Try again.";
    tools.tell({ tone: "failed", title: "What was dropped was not added", description });
  }
}
