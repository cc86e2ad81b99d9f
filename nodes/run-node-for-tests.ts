import { createHash } from "node:crypto";
import type { AnyNodeDefinition, InputsOf, OutputsOf } from "#graph/define-node";
import type { JsonObject } from "#graph/json";
import { NodeError } from "#graph/node-runner";
import type { NodeContext, NodeRunner, Wait } from "#graph/node-runner";
import { paramsInUse } from "#graph/params-in-use";
import type { PixelImage } from "#graph/values";
import { createImageCodec } from "#server/images/create-image-codec";

export const testImages = createImageCodec();

/** A context in which pictures are real and all else is missing until a test gives it. */
export function createTestContext(given: Partial<NodeContext> = {}): NodeContext {
  const missing = (what: string) => () => {
    throw new Error(`This test gives no ${what}`);
  };
  return {
    signal: new AbortController().signal,
    remainingMs: () => Infinity,
    progress: () => {},
    log: () => {},
    runInput: () => undefined,
    models: { open: missing("models") },
    images: testImages,
    tables: new Proxy({} as NodeContext["tables"], { get: missing("tables") }),
    sandbox: { evaluate: missing("sandbox") },
    files: createTestFiles([]),
    http: { send: missing("way out") },
    workflow: null,
    ...given,
  };
}

/** Files by content hash, as the artifact store keeps them. */
export function createTestFiles(files: readonly Uint8Array[]): NodeContext["files"] {
  return {
    read: async ({ hash, name }) => {
      const bytes = files.find((file) => hashOf(file) === hash);
      if (!bytes) throw new NodeError("missing-file", `The file "${name}" is not stored.`);
      return bytes;
    },
  };
}

export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export const noWait: Wait = () => {
  throw new Error("This test gives no answer.");
};

/** Runs one node as the executor does for one item: params are parsed, so that defaults are those of the definition. */
export async function runNode<D extends AnyNodeDefinition>(
  definition: D,
  runner: NodeRunner<D>,
  step: { inputs: InputsOf<D>; params?: Record<string, unknown>; context?: Partial<NodeContext>; wait?: Wait },
): Promise<Required<OutputsOf<D>>> {
  const params = definition.params.parse(paramsInUse(definition, (step.params ?? {}) as JsonObject)) as Parameters<
    NodeRunner<D>
  >[0]["params"];
  const wait = step.wait ?? noWait;
  const outputs = await runner({ inputs: step.inputs, params, context: createTestContext(step.context), wait });
  // Ports that did not fire are for the test to expect.
  return outputs as unknown as Required<OutputsOf<D>>;
}

/** A picture of few pixels, written as rows of numbers: `imageOf(1, [[0, 255], [9, 9]])`. */
export function imageOf(channels: 1 | 3 | 4, rows: readonly (readonly number[])[]): PixelImage {
  return {
    width: (rows[0]?.length ?? 0) / channels,
    height: rows.length,
    channels,
    pixels: Uint8Array.from(rows.flat()),
  };
}
