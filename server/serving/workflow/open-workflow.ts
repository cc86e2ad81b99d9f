import { NodeError } from "../../../graph/node-runner.ts";
import type { AnyNodeRunner } from "../../../graph/node-runner.ts";
import type { Plan } from "../../../graph/plan.ts";
import { planGraph } from "../../../graph/plan-graph.ts";
import type { RecordedFlow } from "../../../graph/recorded-values.ts";
import type { Flow } from "../../../graph/values.ts";
import { definitions } from "../../../nodes/definitions.ts";
import { runners } from "../../../nodes/runners.ts";
import { executePlan } from "../../executor/execute-plan.ts";
import { timesOf } from "../compute-times.ts";
import type { EndpointHost, OpenEndpoint } from "../compute-times.ts";
import { ServingError } from "../serving-error.ts";
import { modelsOf } from "./describe-workflow.ts";
import { readInputs } from "./read-inputs.ts";
import type { ServedWorkflow } from "./served-workflow.ts";
import { writeOutput } from "./write-outputs.ts";

const MAX_CONCURRENCY = 16;
/** Nothing is kept of what passes between nodes: clients get the outputs and nothing else. */
const unrecorded: RecordedFlow = { kind: "boolean", preview: { kind: "boolean", value: true }, inline: true };

/**
 * Compiles a workflow once and executes it for each request. Its input nodes give what the request has, its output nodes
 * hand over what reaches them; nothing is stored or recorded on the way.
 */
export async function openWorkflow(workflow: ServedWorkflow, host: EndpointHost): Promise<OpenEndpoint> {
  const { services } = host;
  const planned = planGraph(workflow.graph, definitions, { subGraphs: workflow.subGraphs });
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join(" "));
  for (const model of modelsOf(workflow)) await services.models.open(model);

  return {
    infer: async (inputs, outputs, { signal }) => {
      const startedAt = process.hrtime.bigint();
      const given = await readInputs(workflow.inputPorts, inputs, services);
      const readAt = process.hrtime.bigint();
      const flows = await execute(planned.plan, { given, host, name: workflow.name, signal });
      const computedAt = process.hrtime.bigint();
      const tensors = [];
      for (const port of workflow.outputPorts) {
        const flow = flows.get(port.name);
        if (flow) tensors.push(...(await writeOutput(port, flow, { wanted: outputs, codecs: services })));
      }
      return { tensors, times: timesOf({ startedAt, readAt, computedAt }) };
    },
  };
}

async function execute(
  plan: Plan,
  { given, host, name, signal }: { given: Map<string, unknown>; host: EndpointHost; name: string; signal: AbortSignal },
): Promise<Map<string, Flow>> {
  const flows = new Map<string, Flow>();
  // Inputs and outputs of the workflows that it runs may have the same names; each step has params of its own.
  const own = new Set<unknown>(plan.steps.flatMap(({ nodeId, params }) => (nodeId.includes("/") ? [] : [params])));
  const takeInput: AnyNodeRunner = (step) =>
    own.has(step.params) && given.has(step.params.name as string)
      ? { value: given.get(step.params.name as string) }
      : (runners["workflow-input"] as AnyNodeRunner)(step);
  const giveOutput: AnyNodeRunner = ({ inputs, params }) => {
    if (own.has(params)) flows.set(params.name as string, inputs.value as Flow);
    return {};
  };
  const { outcome, failure } = await executePlan(plan, {
    runners: { ...runners, "workflow-input": takeInput, "workflow-output": giveOutput },
    services: host.services,
    sendHttp: refuseRequests,
    runInput: () => undefined,
    emit: () => {},
    record: () => unrecorded,
    restore: () => Promise.reject(new Error("Nothing was recorded.")),
    finishedSteps: {},
    attempt: 1,
    worker: "serving",
    signal,
    maxConcurrency: MAX_CONCURRENCY,
    onCrash: ({ nodeId, type, error }) =>
      host.log(`"${name}": the runner of ${nodeId} (${type}) crashed: ${show(error)}`),
  });
  if (outcome === "succeeded") return flows;
  if (outcome === "waiting") {
    const why = "asks for an approval or waits for a time, which it cannot while a client waits for it";
    throw new ServingError(501, `The workflow "${name}" ${why}. Take that node out of what is served.`);
  }
  if (failure && failure.kind !== "crashed") throw new NodeError(failure.kind, failure.message);
  throw new ServingError(500, `The workflow "${name}" failed for a reason that the log of the server has.`);
}

function refuseRequests(): Promise<never> {
  const message =
    "`patchbay serve` sends no requests to the outside. Publish the workflow in Patchbay, whose workers do.";
  return Promise.reject(new NodeError("not-allowed", message));
}

function show(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
