import type { TRPCCombinedDataTransformer } from "@trpc/server";
import superjson from "superjson";
import { decodeFromWire, encodeForWire } from "#graph/wire-codec";

/** The browser's side of `wireTransformer`. */
export const browserTransformer: TRPCCombinedDataTransformer = {
  input: {
    serialize: (value) => encodeForWire(superjson, value),
    deserialize: (value) => superjson.deserialize(value),
  },
  output: {
    serialize: (value) => superjson.serialize(value),
    deserialize: (value) => decodeFromWire(superjson, value),
  },
};
