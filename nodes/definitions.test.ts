import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { categories, paramWidgets, type AnyNodeDefinition, type ParamMeta } from "#graph/define-node";
import { fitTypes } from "#graph/fit-types";
import { freshNode } from "#graph/fresh-node";
import { portsOf } from "#graph/ports-of";
import { isParamInUse } from "#graph/params-in-use";
import { idSchema } from "#graph/schema";
import { definitions } from "./definitions.ts";
import { runners } from "./runners.ts";

const nodesFolder = import.meta.dirname;
const iconsFolder = join(nodesFolder, "../node_modules/lucide-react/dist/esm/icons");
const folders = readdirSync(nodesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const library = Object.entries<AnyNodeDefinition>(definitions);

test("every folder of the node library is listed, and nothing else is", () => {
  expect(Object.keys(definitions).sort()).toEqual(folders.sort());
  expect(Object.keys(runners).sort()).toEqual(folders.sort());
});

describe.each(library)("%s", (name, definition) => {
  const params = Object.entries(definition.params.shape).map(([param, schema]) => {
    const isSet = (schema as { safeParse: (value: unknown) => { success: boolean } }).safeParse(undefined).success;
    const meta = (schema as { meta: () => ParamMeta | undefined }).meta();
    return { param, isSet, meta };
  });

  test("is called as its folder is", () => {
    expect(definition.type).toBe(name);
    expect(name).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
  });

  test("has a runner that no browser bundle can hold, and a test of it", () => {
    const run = readFileSync(join(nodesFolder, name, "run.ts"), "utf8");

    expect(run.split("\n")[0]).toBe('import "#server-only";');
    expect(existsSync(join(nodesFolder, name, "run.test.ts"))).toBe(true);
  });

  test("is described: title, one-sentence summary, docs, category and an icon that exists", () => {
    expect(definition.title).toMatch(/^[A-Z]/);
    expect(definition.summary).toMatch(/^[A-Z][^\n]*\.$/);
    expect(definition.docs.length).toBeGreaterThan(80);
    expect(categories).toContain(definition.category);
    expect(existsSync(join(iconsFolder, `${definition.icon}.mjs`)), `lucide has no icon "${definition.icon}"`).toBe(
      true,
    );
  });

  test("has params with a default or marked as required, each with a title and a known widget", () => {
    for (const { param, isSet, meta } of params) {
      expect(isSet || meta?.required === true, `"${param}" has no default and is not marked as required`).toBe(true);
      expect(meta?.title, `"${param}" has no title`).toMatch(/^[A-Z]/);
      if (meta?.widget) expect(paramWidgets, `"${param}" has an unknown widget`).toContain(meta.widget);
    }
  });

  test("shows at most three params on the node itself", () => {
    const shown = params.filter(({ param, meta }) => meta?.onNode && isParamInUse(definition, {}, param));
    expect(shown.length).toBeLessThanOrEqual(3);
  });

  test("has params that mean something only beside values that another param can have, and a default otherwise", () => {
    for (const { param, isSet, meta } of params.filter(({ meta }) => meta?.onlyFor)) {
      const { param: other, values, except } = meta!.onlyFor!;
      const shown = params.find((one) => one.param === other);
      expect(shown, `"${param}" depends on "${other}", which there is not`).toBeDefined();
      expect(shown!.meta?.onlyFor, `"${param}" depends on "${other}", which depends on another itself`).toBeUndefined();
      expect(isSet, `"${param}" may not count, and then has no default`).toBe(true);
      for (const value of values ?? except!) {
        const { success } = definition.params.shape[other].safeParse(value);
        expect(success, `"${param}" waits for ${value}, which "${other}" cannot be`).toBe(true);
      }
    }
  });

  test("has ports with labels, under names that edges can hold, also those that follow from params", () => {
    const complete = definition.params.safeParse({});
    const dynamic = complete.success && definition.portsFor ? [definition.portsFor(complete.data)] : [];
    for (const { inputs, outputs } of [definition, ...dynamic]) {
      for (const [port, { label }] of [...Object.entries(inputs), ...Object.entries(outputs)]) {
        expect(idSchema.safeParse(port).success, `"${port}" is no name for a port`).toBe(true);
        expect(label).toMatch(/\S/);
      }
    }
  });

  test("gives what an input takes, where it can be set up for it", () => {
    for (const wanted of library.flatMap(([, { inputs }]) => Object.values(inputs))) {
      const params = definition.paramsToGive?.(wanted);
      if (!params) continue;
      const { outputs } = portsOf(freshNode(definition, { id: "new", gives: wanted }), definition);
      expect(definition.params.safeParse(params).success).toBe(true);
      expect(Object.values(outputs).map(({ type }) => fitTypes(type, wanted.type))).toContain(null);
    }
  });

  test("gives its fixed ports, and does not throw, for params that make no sense", () => {
    for (const nonsense of [{}, { name: 7, kind: "nonsense", inputs: 3, model: "x" }]) {
      expect(() => definition.portsFor?.(nonsense)).not.toThrow();
    }
  });
});
