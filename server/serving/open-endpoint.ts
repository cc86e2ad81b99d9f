import { timesOf } from "./compute-times.ts";
import type { EndpointHost, OpenEndpoint } from "./compute-times.ts";
import type { ServedContent } from "./served-content.ts";
import type { ServedModel } from "./served-model.ts";
import { toTensorValue, toWireTensor } from "./wire-tensor.ts";
import { openConverter } from "./workflow/open-converter.ts";
import { openWorkflow } from "./workflow/open-workflow.ts";

/**
 * Loads what the content needs, so that the first request finds it ready.
 *
 * @param isWarmed whether a model is computed with made-up inputs already
 * @throws Error that says why it cannot be served
 */
export async function openEndpoint(
  content: ServedContent,
  host: EndpointHost,
  { isWarmed }: { isWarmed: boolean },
): Promise<OpenEndpoint> {
  switch (content.type) {
    case "workflow":
      return await openWorkflow(content, host);
    case "converter":
      return openConverter(content, host);
    case "model":
      return await openModel(content, host, isWarmed);
  }
}

async function openModel(
  { hash, name }: ServedModel,
  { services: { models }, warming }: EndpointHost,
  isWarmed: boolean,
): Promise<OpenEndpoint> {
  // What a model has against made-up inputs says nothing of a client's.
  const opened = await models.open({ hash, name });
  if (isWarmed) warming();
  const ready = isWarmed ? await models.keepReady({ hash, name }).catch(() => null) : null;
  const model = ready ?? opened;
  return {
    infer: async (inputs, outputs, { signal }) => {
      const startedAt = process.hrtime.bigint();
      const feeds = inputs.map((tensor) => [tensor.name, toTensorValue(tensor)] as const);
      const readAt = process.hrtime.bigint();
      let batch = { together: 1, waitedMs: 0 };
      const onComputed = (computed: typeof batch) => (batch = computed);
      const results = await model.run(Object.fromEntries(feeds), { signal, onComputed });
      const computedAt = process.hrtime.bigint();
      const tensors = outputs.map((output) => toWireTensor(output, results[output]!));
      return { tensors, times: timesOf({ startedAt, readAt, computedAt }, batch) };
    },
  };
}
