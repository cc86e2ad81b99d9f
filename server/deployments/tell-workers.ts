import "#server-only";
import { channels } from "../queue/channels.ts";
import type { RunServices } from "../runs/run-services.ts";

/** Once what is published, or what a key opens, has changed, rings for the workers that serve it; without the bell they find out by themselves. */
export async function tellWorkers<T>(
  { runServices }: { runServices: Pick<RunServices, "bell"> },
  change: Promise<T>,
): Promise<T> {
  const changed = await change;
  runServices.bell.ring(channels.deployments, "deployments");
  return changed;
}
