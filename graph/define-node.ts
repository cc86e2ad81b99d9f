import type { z } from "zod";
import type { JsonValue } from "./json.ts";
import type { Port, PortType, Ports } from "./kinds.ts";
import type { Flow, Value, ValueOf } from "./values.ts";

export const categories = ["input-output", "image", "model", "tensor", "table", "text", "logic"] as const;
export type Category = (typeof categories)[number];

type ParamsSchema = z.ZodObject;

/**
 * The browser-safe half of a node type: data and pure functions, no React, nothing native.
 *
 * Every param has a default or is marked `.meta({ required: true })`, so that a fresh node shows what is missing.
 * `.meta({ title, widget, unit, description, onNode })` shapes its form field; `widget` is one of `ParamWidget`.
 */
export type NodeDefinition<
  Type extends string = string,
  Inputs extends Ports = Ports,
  Outputs extends Ports = Ports,
  Params extends ParamsSchema = ParamsSchema,
> = {
  type: Type;
  /** Raised when params change incompatibly; `migrateParams` lifts older ones. */
  version: number;
  title: string;
  /** One sentence for the palette, the docs page and the CLI's help. */
  summary: string;
  /** Markdown for the docs page: what it does, its limits, a formula with its source. */
  docs: string;
  category: Category;
  /** A lucide icon by its kebab-case name. */
  icon: string;
  /** Other words under which people look for it. */
  keywords?: readonly string[];
  inputs: Inputs;
  outputs: Outputs;
  params: Params;
  /** For node types whose ports follow from their params. Replaces `inputs` and `outputs`; pure and total: bad params give the static ports. */
  portsFor?: (params: z.output<Params>) => { inputs: Ports; outputs: Ports };
  /**
   * For node types whose outputs follow from their params: the params with which a new one gives what an input of this type takes.
   * Pure and total; null where there are none.
   */
  paramsToGive?: (wanted: Pick<Port, "type" | "list">) => Record<string, JsonValue> | null;
  /** The same for inputs: the params with which a new one takes what an output of this type gives. */
  paramsToTake?: (given: Pick<Port, "type">) => Record<string, JsonValue> | null;
  /**
   * The node runs the workflow in its param `workflow`, whose steps are planned with it. "once" may be laid out flat among
   * the steps around it; "repeated" runs whole, as often as its runner asks.
   */
  body?: "once" | "repeated";
  /** The same inputs and params may give other outputs (time, network, randomness): never cached. */
  impure?: true;
  /** The same for node types that are so with some params only. Pure and total. */
  isImpure?: (params: z.output<Params>) => boolean;
  migrateParams?: (params: Record<string, unknown>, fromVersion: number) => Record<string, unknown>;
  /** Checks between params that a schema cannot say; each is shown at the param named. */
  checkParams?: (params: z.output<Params>) => { param: string; message: string; fix?: string }[];
};

export const paramWidgets = [
  "number",
  "slider",
  "text",
  "textarea",
  "switch",
  "select",
  "colour",
  "model-picker",
  "workflow-picker",
  "secret-picker",
  "pairs",
  "file-picker",
  "image-picker",
  "expression",
  "code",
  "labels",
  "column",
  "columns",
  "region",
  "json",
  "value",
] as const;
export type ParamWidget = (typeof paramWidgets)[number];

/** What `.meta()` on a param may hold. */
export type ParamMeta = {
  title: string;
  widget?: ParamWidget;
  unit?: string;
  description?: string;
  /** Shown on the node itself, not only in the inspector. At most three a node. */
  onNode?: boolean;
  /** Has no default: the node has a problem until it is set. */
  required?: boolean;
  /** Names for enum values. */
  options?: Record<string, string>;
  /** Media types a file picker takes. */
  accept?: readonly string[];
  /** Of a `code` field: what colours, completes and checks it. A template is text with `{{placeholders}}`. */
  language?: CodeLanguage;
  /**
   * Of an `expression`: the names that it can use. All inputs by their ports, the inputs named, or the outputs of the
   * workflow that the node runs. The editor completes them and shows what the expression gives with the last run's values.
   */
  scope?: "inputs" | "outputs" | readonly string[];
  /** Else it means nothing: the form leaves it out, and its default counts whatever was set. */
  onlyFor?: OnlyFor;
};

/** Another param of the node, which has no such condition itself, has one of these values, or none of them. */
export type OnlyFor = { param: string } & (
  | { values: readonly (string | number | boolean | null)[]; except?: undefined }
  | { except: readonly (string | number | boolean | null)[]; values?: undefined }
);

export type CodeLanguage = "javascript" | "json" | "template";

export function defineNode<
  const Type extends string,
  const Inputs extends Ports,
  const Outputs extends Ports,
  Params extends ParamsSchema,
>(definition: NodeDefinition<Type, Inputs, Outputs, Params>): NodeDefinition<Type, Inputs, Outputs, Params> {
  return definition;
}

// Definitions of different params are one type here: the library is read-only, so the variance of `portsFor` cannot bite.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyNodeDefinition = NodeDefinition<string, Ports, Ports, any>;

/** All node types by name. Passed as an argument, so that the kernel is tested with made-up nodes. */
export type NodeLibrary = Readonly<Record<string, AnyNodeDefinition>>;

/** A port of kind `any` hands over tagged values, so that the runner can see what it got; the others hand over bare ones. */
type ItemOf<T extends PortType> = T extends { kind: "any" } ? Value : ValueOf[Exclude<T["kind"], "any">];
type PortValueOf<P extends Port> = P extends { list: "any" }
  ? Flow
  : P extends { list: 1 }
    ? readonly ItemOf<P["type"]>[]
    : P extends { list: 2 }
      ? readonly (readonly ItemOf<P["type"]>[])[]
      : ItemOf<P["type"]>;

export type InputsOf<D> =
  D extends NodeDefinition<string, infer Inputs, Ports, ParamsSchema>
    ? string extends keyof Inputs
      ? Record<string, unknown>
      : { [K in keyof Inputs as Inputs[K] extends { optional: true } ? never : K]: PortValueOf<Inputs[K]> } & {
          [K in keyof Inputs as Inputs[K] extends { optional: true } ? K : never]?: PortValueOf<Inputs[K]>;
        }
    : never;

/** A port left out did not fire: what depends only on it is skipped. */
export type OutputsOf<D> =
  D extends NodeDefinition<string, Ports, infer Outputs, ParamsSchema>
    ? string extends keyof Outputs
      ? Record<string, unknown>
      : { [K in keyof Outputs]?: PortValueOf<Outputs[K]> }
    : never;

export type ParamsOf<D> = D extends NodeDefinition<string, Ports, Ports, infer Params> ? z.output<Params> : never;
