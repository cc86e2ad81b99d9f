import type { sendUnaryData, ServerUnaryCall, ServerWritableStream, UntypedServiceImplementation } from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";
import { isEndpointReady, isServerReady } from "../describe-server.ts";
import type { ServingState } from "../serving-state.ts";
import type { HealthRequest } from "./grpc-messages.ts";

const LOOK_EVERY_MS = 500;

type Health = { status: "SERVING" | "NOT_SERVING" | "SERVICE_UNKNOWN" };

/**
 * `grpc.health.v1.Health` of the server (no name), of its service, and of each model by its name. It takes no key, so it
 * knows what everyone may know.
 */
export function createHealthService(state: ServingState): UntypedServiceImplementation {
  const healthOf = (service: string): Health => {
    if (service === "" || service === "inference.GRPCInferenceService") {
      return { status: isServerReady(state) ? "SERVING" : "NOT_SERVING" };
    }
    const versions = state.directory.versionsOf(service);
    if (versions.length === 0) return { status: "SERVICE_UNKNOWN" };
    return { status: versions.some((one) => isEndpointReady(state, one)) ? "SERVING" : "NOT_SERVING" };
  };
  return {
    Check: ({ request }: ServerUnaryCall<HealthRequest, Health>, callback: sendUnaryData<Health>) => {
      const health = healthOf(request.service);
      if (health.status !== "SERVICE_UNKNOWN") return callback(null, health);
      const details = `There is no service and no model ${JSON.stringify(request.service.slice(0, 200))}.`;
      callback({ code: status.NOT_FOUND, details });
    },
    Watch: (call: ServerWritableStream<HealthRequest, Health>) => {
      let told: Health["status"] | undefined;
      const look = () => {
        const health = healthOf(call.request.service);
        if (health.status !== told) call.write(health);
        told = health.status;
        // A stream that stays open would keep the server from ending.
        if (state.isDraining()) call.end();
      };
      const timer = setInterval(look, LOOK_EVERY_MS);
      for (const end of ["cancelled", "finish"] as const) call.on(end, () => clearInterval(timer));
      look();
    },
  };
}
