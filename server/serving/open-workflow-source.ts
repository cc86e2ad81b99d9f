import { createEndpointStatistics } from "./endpoint-statistics.ts";
import { createHostedEndpoint } from "./hosted-endpoint.ts";
import type { ModelHost } from "./open-model-host.ts";
import { idOf } from "./served-endpoint.ts";
import type { EndpointSource, EndpointState } from "./served-endpoint.ts";
import type { ServedWorkflow } from "./workflow/served-workflow.ts";

const loading: EndpointState = { state: "LOADING", reason: "The workflow is being loaded. Try again in a second." };

/** Workflows as they are now, computed by a host that ends with whoever opened it. */
export function openWorkflowSource(
  workflows: readonly ServedWorkflow[],
  { host, onLog }: { host: ModelHost; onLog: (line: string) => void },
): EndpointSource {
  let isReady = false;
  let isClosing = false;
  const hosted = workflows.map((content) => {
    const key = `workflow ${idOf(content)}`;
    let blocked: EndpointState | null = loading;
    const statistics = createEndpointStatistics();
    const endpoint = createHostedEndpoint(content, { host, key, statistics, blocked: () => blocked });
    const load = async () => {
      try {
        await host.load({ key, content });
        blocked = null;
      } catch (error) {
        const reason = (error as Error).message;
        blocked = { state: "UNAVAILABLE", reason };
        if (!isClosing) onLog(`The workflow "${content.name}" is not served: ${reason}`);
      }
    };
    return { endpoint, loaded: load() };
  });
  const ready = Promise.all(hosted.map(({ loaded }) => loaded)).then(() => {
    isReady = true;
  });
  return {
    endpoints: () => hosted.map(({ endpoint }) => endpoint),
    ready,
    isReady: () => isReady && host.isReady(),
    close: async () => void (isClosing = true),
  };
}
