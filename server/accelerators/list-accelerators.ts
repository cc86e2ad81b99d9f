import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

export type WorkerAccelerators = {
  worker: { id: string; name: string; seenAt: Date };
  accelerators: { device: string; available: boolean; reason?: string; provedMs?: number }[];
};

/** What the workers seen lately proved when they started. */
export async function listAccelerators(_context: ServiceContext): Promise<WorkerAccelerators[]> {
  return notBuilt();
}
