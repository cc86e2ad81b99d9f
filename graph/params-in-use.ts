import type { z } from "zod";
import type { AnyNodeDefinition, OnlyFor, ParamMeta } from "./define-node.ts";
import type { JsonObject, JsonValue } from "./json.ts";

type Condition = OnlyFor & {
  /** What the other param is while nobody has set it. */
  byDefault: JsonValue | undefined;
};

const cache = new WeakMap<AnyNodeDefinition, ReadonlyMap<string, Condition>>();

/** Whether a param means something beside these others (`onlyFor` of its `.meta()`): only then its field is shown. */
export function isParamInUse(definition: AnyNodeDefinition, params: Readonly<JsonObject>, name: string): boolean {
  const condition = conditionsOf(definition).get(name);
  return condition === undefined || holds(condition, params);
}

/**
 * The params that count: what means nothing beside the others is left out, so that its default stands in its place. It
 * stays in the document, and counts again when the others say so.
 */
export function paramsInUse(definition: AnyNodeDefinition, params: Readonly<JsonObject>): Readonly<JsonObject> {
  let kept: JsonObject | undefined;
  for (const [name, condition] of conditionsOf(definition)) {
    if (!Object.hasOwn(params, name) || holds(condition, params)) continue;
    kept ??= { ...params };
    delete kept[name];
  }
  return kept ?? params;
}

function holds(condition: Condition, params: Readonly<JsonObject>): boolean {
  const value = Object.hasOwn(params, condition.param) ? params[condition.param] : condition.byDefault;
  const { values, except } = condition;
  return values ? values.some((one) => one === value) : !except.some((one) => one === value);
}

function conditionsOf(definition: AnyNodeDefinition): ReadonlyMap<string, Condition> {
  let known = cache.get(definition);
  if (!known) {
    const shape = definition.params.shape as Record<string, z.ZodType>;
    known = new Map(
      Object.entries(shape).flatMap(([name, schema]) => {
        const onlyFor = (schema.meta() as ParamMeta | undefined)?.onlyFor;
        if (!onlyFor) return [];
        const byDefault = shape[onlyFor.param]?.safeParse(undefined).data as JsonValue | undefined;
        return [[name, { ...onlyFor, byDefault }] as const];
      }),
    );
    cache.set(definition, known);
  }
  return known;
}
