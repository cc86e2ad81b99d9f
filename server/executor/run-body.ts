import { HandedOn, NodeError } from "#graph/node-runner";
import type { AnyNodeRunner, FlowsByPort } from "#graph/node-runner";
import type { PlanBody } from "#graph/plan";
import type { NodeFailure, RunEvent } from "#graph/run-events";
import type { Flow } from "#graph/values";
import type { ExecutorHost } from "./executor-host.ts";
import { BodyWaits } from "./item-waits.ts";
import { createInnerTally } from "./inner-tally.ts";
import type { StepRun } from "./step-run.ts";

/**
 * Runs the workflow of a step once, apart from the run around it but with its services, its signal and its recording.
 * Where the step runs it once, the inner steps' events are those of the run, and what they finished in an earlier attempt
 * is taken from there; where it does so for each item or repeatedly, they are told in sum.
 *
 * @throws NodeError with the failure of the inner step that failed first, or the reason of the signal
 */
export async function runBody(
  run: StepRun,
  { inputs, signal }: { inputs: FlowsByPort; signal: AbortSignal },
): Promise<FlowsByPort> {
  signal.throwIfAborted();
  const body = run.layout.step.body!; // a step without one has no workflow to run
  const isOnce = run.lifted === null && !body.isRepeated;
  const { emit, ...mode } = isOnce ? mirrored(run, body) : counted(run);
  const outputs: Record<string, Flow> = {};
  const failedAt = new Map<NodeFailure, string>();
  // The cache is one of the plan around; whether the step runs at all was asked there.
  const { cache: _cache, ...host } = run.scope.host;
  const result = await run.scope.executePlan(body.plan, {
    ...host,
    runners: { ...host.runners, ...portRunners(host, { body, inputs, outputs }) },
    runInput: () => undefined,
    signal,
    ...mode,
    emit: (event) => {
      if (!("nodeId" in event)) return;
      if (event.type === "step.failed") failedAt.set(event.failure, event.nodeId);
      emit(event);
    },
  });
  if (result.outcome === "cancelled") throw signal.reason;
  if (result.outcome === "waiting") {
    if (isOnce) throw new BodyWaits(result.failedSteps);
    throw new NodeError("not-allowed", cannotWait(run));
  }
  if (result.failure) throw failureIn(body, { failure: result.failure, nodeId: failedAt.get(result.failure) });
  return outputs;
}

/** The body's own inputs give what was handed in, and its outputs hand out; those of workflows further in do as always. */
function portRunners(
  { runners }: Pick<ExecutorHost, "runners">,
  { body, inputs, outputs }: { body: PlanBody; inputs: FlowsByPort; outputs: Record<string, Flow> },
): Record<string, AnyNodeRunner> {
  const portsOf = (indices: Record<string, number>) =>
    // Each step has params of its own, so they tell it from others of its type.
    new Map(Object.entries(indices).map(([port, index]) => [body.plan.steps[index]!.params as object, port]));
  const inputPorts = portsOf(body.inputs);
  const outputPorts = portsOf(body.outputs);
  return {
    "workflow-input": (call) => {
      const port = inputPorts.get(call.params);
      const flow = port === undefined ? undefined : inputs[port];
      return flow === undefined ? runners["workflow-input"]?.(call) : new HandedOn({ value: flow });
    },
    "workflow-output": (call) => {
      const port = outputPorts.get(call.params);
      if (port !== undefined) outputs[port] = call.inputs.value as Flow;
      return runners["workflow-output"]?.(call);
    },
  };
}

type Mode = Partial<Omit<ExecutorHost, "emit">> & { emit: (event: Extract<RunEvent, { nodeId: string }>) => void };

/** Only a first try goes on where an earlier attempt of the run left off; its own ports are gone through again in any case. */
function mirrored(run: StepRun, { plan, inputs, outputs }: PlanBody): Mode {
  const { host, emit } = run.scope;
  const ownPorts = new Set([...Object.values(inputs), ...Object.values(outputs)].map((at) => plan.steps[at]!.nodeId));
  const finished = Object.entries(host.finishedSteps).filter(([nodeId]) => !ownPorts.has(nodeId));
  // A retry begins anew, but for what people have said.
  return run.attempt === 1
    ? { emit, finishedSteps: Object.fromEntries(finished) }
    : { emit, finishedSteps: {}, failedSteps: {} };
}

function counted(run: StepRun): Mode {
  run.inner ??= createInnerTally(run.scope, { total: run.lifted === null ? undefined : run.results.length });
  return {
    emit: run.inner.add,
    finishedSteps: {},
    failedSteps: {},
    waits: {},
    // Each step's values come once per item: too many to keep, and none of them is the step's.
    record: () => ({ count: 0, items: [] }),
    flush: () => Promise.resolve(),
  };
}

function cannotWait({ layout }: StepRun): string {
  return `The workflow that "${layout.step.title}" runs asks for an approval or waits for a time, which it cannot where it runs for each item of a list or repeatedly. Wait before or after it.`;
}

function failureIn(
  { plan }: PlanBody,
  { failure, nodeId }: { failure: NodeFailure; nodeId: string | undefined },
): NodeError {
  const step = plan.steps.find((one) => one.nodeId === nodeId);
  return new NodeError(failure.kind, step ? `In "${step.title}": ${failure.message}` : failure.message);
}
