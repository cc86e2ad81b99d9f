import "#server-only";
import { NodeError } from "#graph/node-runner";
import type { NodeRunner } from "#graph/node-runner";
import type { loadImage } from "./definition.ts";

/** Only the header is read here. @throws NodeError at "file" for what is no picture or too large a one. */
export const runLoadImage: NodeRunner<typeof loadImage> = async ({ params: { file }, context }) => {
  const bytes = await context.files.read(file);
  try {
    return { image: await context.images.open(bytes) };
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    throw new NodeError(error.kind, `"${file.name}": ${error.message}`, { param: "file", cause: error });
  }
};
