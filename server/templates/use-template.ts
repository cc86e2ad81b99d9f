import { readFile } from "node:fs/promises";
import { and, eq } from "drizzle-orm";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { keepArtifact } from "../artifacts/keep-artifact.ts";
import { modelVersions } from "../db/schema/models.ts";
import { HEAD_BYTES, mediaTypeOf } from "../files/media-type-of.ts";
import { addModelVersion } from "../models/add-model-version.ts";
import { readOnnx } from "../inference/read-onnx.ts";
import type { ServiceContext } from "../service-context.ts";
import { createWithSubWorkflows } from "../workflows/create-with-sub-workflows.ts";
import { findReferences } from "../workflows/find-references.ts";
import type { TemplateModel, TemplateSample } from "./read-template.ts";
import { requireTemplateFiles } from "./require-template.ts";

type Context = Pick<ServiceContext, "tenant" | "userId"> & { artifacts: ArtifactStore };

/**
 * Copies the template into the workspace: its models (unless they are there already), its sample files, and the graph as a
 * new workflow, runnable at once.
 *
 * @throws AppError NOT_FOUND
 */
export async function useTemplate(
  context: Context,
  { dir, name }: { dir: string; name: string },
): Promise<{ workflowId: string }> {
  const { title, description, graph, workflows, models, samples } = await requireTemplateFiles({ dir, name });
  const copied = new Set<string>();
  for (const model of models) copied.add(await copyModel(context, model));
  for (const sample of samples) copied.add(await copySample(context, sample));
  const graphs = [graph, ...Object.values(workflows).map((sub) => sub.graph)];
  const missing = graphs.flatMap(findReferences).find(({ hash }) => !copied.has(hash));
  if (missing)
    throw new Error(`Template ${name} names a ${missing.kind} ${missing.hash} that its card does not bring.`);
  const { id } = await createWithSubWorkflows(context, { title, description, graph, brought: workflows });
  return { workflowId: id };
}

async function copyModel(
  { tenant, userId, artifacts }: Context,
  { title, file, card }: TemplateModel,
): Promise<string> {
  const bytes = await readFile(file);
  const { hash, sizeBytes } = await artifacts.put(bytes);
  const { workspaceId } = tenant;
  const summary = readOnnx(bytes);
  await tenant.run(async (tx) => {
    const [known] = await tx
      .select({ id: modelVersions.id })
      .from(modelVersions)
      .where(and(eq(modelVersions.workspaceId, workspaceId), eq(modelVersions.hash, hash)))
      .limit(1);
    if (!known)
      await addModelVersion(tx, { workspaceId, createdBy: userId, name: title, hash, sizeBytes, summary, card });
  });
  return hash;
}

async function copySample({ tenant, artifacts }: Context, { name, file }: TemplateSample): Promise<string> {
  const bytes = await readFile(file);
  const { hash, sizeBytes } = await artifacts.put(bytes);
  const mediaType = mediaTypeOf(bytes.subarray(0, HEAD_BYTES), name);
  await tenant.run((tx) => keepArtifact(tx, { workspaceId: tenant.workspaceId, hash, sizeBytes, mediaType }));
  return hash;
}
