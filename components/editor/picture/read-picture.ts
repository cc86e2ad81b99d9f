import { workflowOfPng } from "./png-workflow.ts";
import { workflowOfSvg } from "./svg-workflow.ts";

/** The workflow file that a picture made here carries, as text; null for any other file. */
export async function workflowInPicture(file: File): Promise<string | null> {
  if (file.type === "image/svg+xml" || /\.svg$/i.test(file.name)) return workflowOfSvg(await file.text());
  if (file.type !== "image/png") return null;
  return workflowOfPng(new Uint8Array(await file.arrayBuffer()));
}
