import { TRPCError, type TRPCCombinedDataTransformer } from "@trpc/server";
import superjson, { type SuperJSONResult } from "superjson";
import { findForbiddenKey } from "../../graph/find-forbidden-key.ts";
import { decodeFromWire, encodeForWire, type Envelope } from "../../graph/wire-codec.ts";
import { findUnsafeJson } from "../http/find-unsafe-json.ts";

/**
 * superjson, with a guard before what comes in: its walk is recursive and its paths are names of the sender's choice. What
 * goes out is whatever runs gave, under any names. Browsers use `components/browser-transformer.ts`.
 */
export const wireTransformer: TRPCCombinedDataTransformer = {
  output: {
    serialize: (value) => encodeForWire(superjson, value),
    deserialize: (value) => superjson.deserialize(value),
  },
  input: {
    serialize: (value) => superjson.serialize(value),
    deserialize: (value: Envelope<SuperJSONResult>) => {
      const fault = findUnsafeJson(value);
      if (fault) throw new TRPCError({ code: "BAD_REQUEST", message: fault });
      const input = decoded(value);
      // No schema lets it through, and some would drop it without a word.
      const path = value.hasEscapedKeys ? findForbiddenKey(input) : null;
      if (path === null) return input;
      const message = `The input has a field named "__proto__" (${path}), which cannot be kept. Name it otherwise.`;
      throw new TRPCError({ code: "BAD_REQUEST", message });
    },
  },
};

function decoded(value: Envelope<SuperJSONResult>): unknown {
  try {
    return decodeFromWire(superjson, value);
  } catch (cause) {
    throw new TRPCError({
      code: "BAD_REQUEST",
      message: "The input is not in the form that superjson writes.",
      cause,
    });
  }
}
