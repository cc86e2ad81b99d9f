import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

export type ModelRow = {
  id: string;
  name: string;
  /** How many there are. */
  versions: number;
  latest: { hash: string; sizeBytes: number; task?: string };
  createdAt: Date;
};

export async function listModels(_context: ServiceContext): Promise<ModelRow[]> {
  return notBuilt();
}
