import type { AnyNodeDefinition, NodeLibrary } from "../define-node.ts";
import type { JsonValue } from "../json.ts";
import { createNode } from "./node-handle.ts";
import type { NodeHandle, ParamsIn } from "./node-handle.ts";
import { createWorkflow } from "./workflow-builder.ts";
import type { WorkflowBuilder } from "./workflow-builder.ts";

/** Params need not be given where each has its default. */
type ParamsArgument<D extends AnyNodeDefinition> =
  Record<never, never> extends ParamsIn<D> ? [params?: ParamsIn<D>] : [params: ParamsIn<D>];

export type Builder<L extends NodeLibrary> = {
  workflow: (title: string, about?: { description?: string; $schema?: string }) => WorkflowBuilder;
  /** A node of a type of the library. Params, inputs and outputs are those of its definition. */
  node: <T extends keyof L & string>(type: T, ...params: ParamsArgument<L[T]>) => NodeHandle<L[T]>;
  /** A node of a type, or of a version of one, that this Patchbay does not know: it is kept, and does not run. */
  foreignNode: (type: string, version: number, params?: Readonly<Record<string, JsonValue>>) => NodeHandle;
};

/** The functions that scripts build workflows with, typed by a node library. */
export function createBuilder<L extends NodeLibrary>(library: L): Builder<L> {
  return {
    workflow: (title, about = {}) => createWorkflow(title, { ...about, library }),
    node(type, ...[params]) {
      const definition = Object.hasOwn(library, type) ? library[type] : undefined;
      if (!definition)
        throw new Error(`There is no node type "${type}". There are ${Object.keys(library).join(", ")}.`);
      return createNode(definition, params as Readonly<Record<string, unknown>> | undefined);
    },
    foreignNode: (type, version, params) => createNode({ type, version }, params),
  };
}
