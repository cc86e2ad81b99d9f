import { loadPart } from "../../ui/load-part.ts";
import { downloadFile } from "../clipboard/download-file.ts";
import type { EditorTools } from "../editor-tools.ts";

/** Hands the canvas to the browser as a picture that opens again as a workflow. */
export async function savePicture(tools: EditorTools, format: "png" | "svg"): Promise<void> {
  try {
    const { makePicture } = await loadPart(() => import("./make-picture.ts"));
    const file = await tools.exportFile();
    downloadFile(await makePicture(tools, file, format), `${file.title}.${format}`);
  } catch (error) {
    const description = error instanceof Error ? error.message : "Try again.";
    tools.tell({ tone: "failed", title: "The picture was not made", description });
  }
}
