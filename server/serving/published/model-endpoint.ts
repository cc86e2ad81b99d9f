import "#server-only";
import type { BatchingVerdict } from "../../../graph/batching-verdict.ts";
import type { ArtifactStore } from "../../artifacts/artifact-store.ts";
import type { EndpointStatistics } from "../endpoint-statistics.ts";
import type { ContentStock, StockedContent } from "./open-content-stock.ts";
import type { PublishedEndpoint, PublishedModel } from "./published-content.ts";

/** A published version of a model: loaded when it is asked for, computed beside the engines. */
export function createModelEndpoint(
  model: PublishedModel,
  {
    stock,
    artifacts,
    findBatching,
    statistics,
  }: {
    stock: ContentStock;
    artifacts: Pick<ArtifactStore, "localPath">;
    findBatching: (hash: string) => Promise<BatchingVerdict | null>;
    statistics: EndpointStatistics;
  },
): PublishedEndpoint {
  const { workspaceId, deploymentId, name, version, hash, sizeBytes, inputs, outputs } = model;
  const stocked: StockedContent = {
    key: `${deploymentId}/${version}`,
    id: `${name}/${version}/${deploymentId}`,
    workspaceId,
    sizeBytes,
    content: async () => {
      const [path, batching] = await Promise.all([artifacts.localPath(hash), findBatching(hash)]);
      return { type: "model", name, version, path, hash, inputs, outputs, ...(batching && { batching }) };
    },
  };
  return {
    name,
    version,
    type: "model",
    inputs,
    outputs,
    statistics,
    state: () => {
      const reason = stock.refusalOf(stocked.key);
      return reason === null ? { state: "READY", reason: "" } : { state: "UNAVAILABLE", reason };
    },
    pending: () => stock.pending(stocked.key),
    infer: (job) => stock.infer(stocked, job),
    // Where nobody asks for it lately, the next one who does waits for it to be loaded. Its refusal is told to those who ask.
    prepare: async (before) => {
      if (before.isLoaded()) await stock.load(stocked).catch(() => {});
    },
    retire: () => stock.drop(stocked.key),
    isLoaded: () => stock.isLoaded(stocked.key),
  };
}
