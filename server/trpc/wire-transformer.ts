import { TRPCError, type TRPCCombinedDataTransformer } from "@trpc/server";
import superjson from "superjson";
import { findUnsafeJson } from "../http/find-unsafe-json.ts";

/**
 * superjson, with a guard before what comes in: its walk is recursive and its paths are names of the sender's choice.
 * Browsers use plain `superjson`.
 */
export const wireTransformer: TRPCCombinedDataTransformer = {
  output: superjson,
  input: {
    serialize: (value) => superjson.serialize(value),
    deserialize: (value) => {
      const fault = findUnsafeJson(value);
      if (fault) throw new TRPCError({ code: "BAD_REQUEST", message: fault });
      try {
        return superjson.deserialize(value);
      } catch (cause) {
        throw new TRPCError({
          code: "BAD_REQUEST",
          message: "The input is not in the form that superjson writes.",
          cause,
        });
      }
    },
  },
};
