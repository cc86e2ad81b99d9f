import type { QueueLimits } from "./admission.ts";
import { openModelHost } from "./open-model-host.ts";
import type { ModelHost } from "./open-model-host.ts";
import { openModelRepository } from "./open-model-repository.ts";
import type { ModelRepository } from "./open-model-repository.ts";
import { openWorkflowSource } from "./open-workflow-source.ts";
import type { EndpointSource } from "./served-endpoint.ts";
import { watchModels } from "./watch-models.ts";
import type { ServedWorkflow } from "./workflow/served-workflow.ts";

export type ServedModelsOptions = {
  /** Files and folders of models. */
  places?: readonly string[];
  workflows?: readonly ServedWorkflow[];
  threads: number;
  /** How many versions of each model are served, from the highest. */
  newest?: number;
  /** Whether files that change are taken up by themselves. */
  isWatched?: boolean;
  limits?: Partial<QueueLimits>;
  inferTimeoutMs?: number;
  sentAtOnce?: number;
  onLog: (line: string) => void;
};

/** Models and workflows, as sources of endpoints, with the process that computes them. @throws AppError for what cannot be served */
export async function openServedModels({
  places = [],
  workflows = [],
  threads,
  newest = 1,
  isWatched = false,
  limits = {},
  inferTimeoutMs = 60_000,
  sentAtOnce,
  onLog,
}: ServedModelsOptions): Promise<{ host: ModelHost; repository: ModelRepository; sources: EndpointSource[] }> {
  const host = openModelHost({
    threads,
    limits: { maxWaiting: 128, maxWaitingBytes: 256_000_000, maxWaitMs: 30_000, ...limits },
    inferTimeoutMs,
    ...(sentAtOnce !== undefined && { sentAtOnce }),
    onLog,
  });
  try {
    const repository = await openModelRepository({ places, newest, host, onLog });
    const served = openWorkflowSource(workflows, { host, onLog });
    if (!isWatched) return { host, repository, sources: [repository, served] };
    const watch = watchModels(repository, { onLog });
    const close = async () => {
      watch.close();
      await repository.close();
    };
    return { host, repository, sources: [{ ...repository, close }, served] };
  } catch (error) {
    await host.close();
    throw error;
  }
}
