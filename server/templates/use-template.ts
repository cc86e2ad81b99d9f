import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

/** Copies the template with its models and sample files into the workspace. @throws AppError NOT_FOUND */
export async function useTemplate(
  _context: ServiceContext & { artifacts: ArtifactStore },
  _args: { name: string },
): Promise<{ workflowId: string }> {
  return notBuilt();
}
