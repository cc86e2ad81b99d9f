import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { readOnnx } from "../inference/read-onnx.ts";
import type { ServiceContext } from "../service-context.ts";
import { addModelVersion } from "./add-model-version.ts";
import type { OnnxSummary } from "./model-types.ts";
import { requireOwnModel } from "./require-own-model.ts";

/**
 * Keeps an .onnx file as a new model, or as the next version of one. It is read, not run: what does not scan is not entered,
 * and its bytes go with the next removal of orphans.
 *
 * @throws AppError PAYLOAD_TOO_LARGE, NOT_FOUND for another workspace's model, or BAD_REQUEST with the reason of the scan.
 */
export async function uploadModel(
  context: Pick<ServiceContext, "tenant" | "userId"> & { artifacts: ArtifactStore },
  {
    name,
    modelId,
    content,
    maxBytes,
  }: { name: string; modelId?: string | undefined; content: AsyncIterable<Uint8Array>; maxBytes: number },
): Promise<{ modelId: string; hash: string; summary: OnnxSummary }> {
  const { tenant, userId, artifacts } = context;
  // Asked before the bytes come, so that nobody sends half a gigabyte to nowhere.
  if (modelId !== undefined) await requireOwnModel(context, { modelId });
  const { hash, sizeBytes } = await artifacts.put(content, { maxBytes });
  const summary = readOnnx(await artifacts.read(hash), { maxBytes });
  const version = { workspaceId: tenant.workspaceId, createdBy: userId, modelId, name, hash, sizeBytes, summary };
  const added = await tenant.run((tx) => addModelVersion(tx, version));
  return { modelId: added.modelId, hash, summary };
}
