import type { WorkflowFile } from "#graph/schema";
import type { EditorTools } from "../editor-tools.ts";
import { drawScene } from "./draw-scene.ts";
import { withWorkflow } from "./png-workflow.ts";
import { readTheme } from "./read-theme.ts";
import { sceneOf } from "./scene-of.tsx";
import type { Measure } from "./scene.ts";

/** For screens of twice the resolution; large workflows get less, since browsers draw no larger areas. */
const SCALE = 2;
const MAX_SIDE = 12_000;

/**
 * The canvas as a picture that opens again as a workflow.
 *
 * @throws Error with the reason where the browser cannot draw it
 */
export async function makePicture(tools: EditorTools, file: WorkflowFile, format: "png" | "svg"): Promise<Blob> {
  const theme = await readTheme();
  const workflow = JSON.stringify(file);
  const { svg, width, height } = drawScene(sceneOf(tools, theme), {
    theme,
    measure: measureWith(theme.fontFamily),
    workflow,
  });
  if (format === "svg") return new Blob([svg], { type: "image/svg+xml" });
  const png = withWorkflow(await rasterise(svg, { width, height }), workflow);
  return new Blob([png as BlobPart], { type: "image/png" });
}

async function rasterise(svg: string, { width, height }: { width: number; height: number }): Promise<Uint8Array> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(SCALE, MAX_SIDE / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height); // the first context of this canvas
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error("The browser cannot draw a picture as large as this. Save it as SVG.");
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(address);
  }
}

function measureWith(fontFamily: string): Measure {
  const context = document.createElement("canvas").getContext("2d")!; // the first context of this canvas
  return (text, { size, weight }) => {
    context.font = `${weight} ${size}px ${fontFamily}`;
    return context.measureText(text).width;
  };
}
