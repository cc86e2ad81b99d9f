import { fileURLToPath } from "node:url";
import { loadPackageDefinition } from "@grpc/grpc-js";
import type { GrpcObject, ServiceClientConstructor } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const protos = ["inference.proto", "health.proto"].map((file) => fileURLToPath(new URL(file, import.meta.url)));

/** The services of the .proto files beside this one. Numbers of 64 bits are text, so that they keep all their digits. */
export function loadServices(): { inference: ServiceClientConstructor; health: ServiceClientConstructor } {
  const all = loadPackageDefinition(
    loadSync(protos, { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true }),
  );
  return { inference: find(all, "inference.GRPCInferenceService"), health: find(all, "grpc.health.v1.Health") };
}

function find(all: GrpcObject, name: string): ServiceClientConstructor {
  // The files beside this one have the service under that name.
  return name.split(".").reduce<unknown>((level, part) => (level as GrpcObject)[part], all) as ServiceClientConstructor;
}
