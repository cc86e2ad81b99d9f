import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { describeConfig, describeEndpoint } from "../describe-endpoint.ts";
import { describeIndex, isEndpointReady, isServerReady, serverMetadata } from "../describe-server.ts";
import { describeStatistics } from "../endpoint-statistics.ts";
import { runInference } from "../run-inference.ts";
import { passerBy, requireAdmin, requireMayInfer } from "../serving-keys.ts";
import type { Caller, KeyCheck } from "../serving-keys.ts";
import { ServingError } from "../serving-error.ts";
import type { ServingState } from "../serving-state.ts";
import { toGrpcError } from "./grpc-error.ts";
import type { ChangeRequest, GrpcInferRequest, IndexRequest, NamedRequest } from "./grpc-messages.ts";
import { readGrpcRequest } from "./read-grpc-request.ts";
import { writeGrpcResponse } from "./write-grpc-response.ts";

type Call = Pick<ServerUnaryCall<unknown, unknown>, "getDeadline" | "cancelled"> & { signal: AbortSignal };
type Answer<Request> = (request: Request, caller: Caller, call: Call) => unknown;

/** `inference.GRPCInferenceService`: the same answers as over REST. */
export function createInferenceService(state: ServingState): UntypedServiceImplementation {
  const find = ({ directory }: Caller, { name, version }: NamedRequest) => directory.require(name, version);
  const open: Record<string, Answer<never>> = {
    ServerLive: () => ({ live: true }),
    ServerReady: () => ({ ready: isServerReady(state) }),
  };
  const answers = {
    ServerMetadata: () => serverMetadata,
    ModelReady: (request: NamedRequest, caller: Caller) => ({ ready: isEndpointReady(state, find(caller, request)) }),
    ModelMetadata: (request: NamedRequest, caller: Caller) => {
      const endpoint = find(caller, request);
      const versions = caller.directory.versionsOf(endpoint.name).map(({ version }) => version);
      return describeEndpoint(endpoint, versions);
    },
    ModelConfig: (request: NamedRequest, caller: Caller) => ({ config: describeConfig(find(caller, request)) }),
    ModelStatistics: ({ name, version }: NamedRequest, { directory }: Caller) => {
      const chosen =
        name === ""
          ? directory.all()
          : version === ""
            ? directory.versionsOf(name)
            : [directory.require(name, version)];
      if (chosen.length === 0) directory.require(name);
      return { model_stats: chosen.map(describeStatistics) };
    },
    RepositoryIndex: ({ ready }: IndexRequest, { directory }: Caller) => ({
      models: describeIndex(directory, { isDraining: state.isDraining(), onlyReady: ready }),
    }),
    RepositoryModelLoad: async ({ model_name: name, parameters }: ChangeRequest, caller: Caller) => {
      requireAdmin(caller);
      if (Object.keys(parameters).length > 0) {
        throw new ServingError(400, "A model is loaded from its place on the server; leave the parameters out.");
      }
      await caller.directory.load(name);
      return {};
    },
    RepositoryModelUnload: async ({ model_name: name }: ChangeRequest, caller: Caller) => {
      requireAdmin(caller);
      await caller.directory.unload(name);
      return {};
    },
    ModelInfer: (request: GrpcInferRequest, caller: Caller, call: Call) => infer(state, { request, caller, call }),
  } satisfies Record<string, Answer<never>>;

  const handlers = [
    ...Object.entries(open).map(([name, answer]) => [name, handle(answer, () => passerBy(state), state)]),
    ...Object.entries(answers).map(([name, answer]) => [name, handle(answer as Answer<never>, state.checkKey, state)]),
  ];
  return Object.fromEntries(handlers) as UntypedServiceImplementation;
}

function handle(answer: Answer<never>, checkKey: KeyCheck, { onLog }: ServingState) {
  return (call: ServerUnaryCall<never, unknown>, callback: sendUnaryData<unknown>) => {
    const gone = new AbortController();
    call.on("cancelled", () => gone.abort());
    const { request, metadata } = call;
    void (async () => {
      try {
        const [authorization] = metadata.get("authorization");
        const caller = await checkKey(typeof authorization === "string" ? authorization : undefined);
        const options = { signal: gone.signal, cancelled: call.cancelled, getDeadline: () => call.getDeadline() };
        callback(null, await answer(request, caller, options));
      } catch (error) {
        callback(toGrpcError(error, onLog));
      }
    })();
  };
}

async function infer(
  state: ServingState,
  { request, caller, call }: { request: GrpcInferRequest; caller: Caller; call: Call },
): Promise<unknown> {
  requireMayInfer(caller);
  const endpoint = caller.directory.require(request.model_name, request.model_version);
  const deadline = call.getDeadline();
  const untilMs = deadline instanceof Date ? deadline.getTime() : deadline;
  return await runInference(state, endpoint, {
    protocol: "grpc",
    keyId: caller.keyId,
    signal: call.signal,
    timeoutMs: Number.isFinite(untilMs) ? untilMs - Date.now() : null,
    read: (take) => {
      take(request.raw_input_contents.reduce((sum, { length }) => sum + length, 0));
      return readGrpcRequest(request, endpoint);
    },
    write: (read, result) => writeGrpcResponse(endpoint, read, result),
  });
}
