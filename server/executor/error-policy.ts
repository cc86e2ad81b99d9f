import type { JsonValue } from "#graph/json";
import type { Kind } from "#graph/kinds";
import type { NodeContext } from "#graph/node-runner";
import { NodeError } from "#graph/node-runner";
import type { NodeFailure } from "#graph/run-events";
import { fileRefSchema } from "#graph/schema";
import type { Flow, Value } from "#graph/values";
import { fromPlainJson } from "../values/plain-json.ts";
import { checkValue } from "./check-value.ts";
import type { OutputForm, StepLayout } from "./plan-layout.ts";
import type { ItemOutputs } from "./take-outputs.ts";

/** What leaves a node that sends its failures out of its port "error": that one, and nothing else. */
export function errorOutputs({ form }: StepLayout, { kind, message }: NodeFailure): ItemOutputs {
  return form.outputs.map(({ port }) => (port === "error" ? { kind: "json", value: { kind, message } } : undefined));
}

type Services = Pick<NodeContext, "images" | "tables" | "files">;

/**
 * What a node with default outputs gives in place of a failed item. A port without a default does not fire.
 *
 * @throws NodeError "bad-params" naming the port whose default is not of its kind.
 */
export async function defaultOutputs({ step, form }: StepLayout, services: Services): Promise<ItemOutputs> {
  const { onError } = step;
  if (onError.policy !== "default") return form.noOutputs;
  const flows: (Flow | undefined)[] = [];
  for (const output of form.outputs) {
    const given = onError.outputs[output.port];
    flows.push(given === undefined ? undefined : await defaultFlow(output, { given, services, title: step.title }));
  }
  return flows;
}

type Default = { given: JsonValue; services: Services; title: string };

async function defaultFlow(output: OutputForm, { given, services, title }: Default): Promise<Flow> {
  const depth = output.list === "any" ? 0 : output.list;
  return toFlow(given, depth);

  async function toFlow(json: JsonValue, levels: number): Promise<Flow> {
    if (levels === 0) return toValue(json);
    if (!Array.isArray(json)) throw badDefault("a list");
    const items: Flow[] = [];
    for (const item of json) items.push(await toFlow(item, levels - 1));
    return { items };
  }

  async function toValue(json: JsonValue): Promise<Value> {
    const kind = output.kind === "any" ? plainKindOf(json) : output.kind;
    const value = await valueOf(kind, { json, services }).catch((error: unknown) => {
      if (error instanceof NodeError) throw error;
      throw badDefault(`a value of kind ${kind}`);
    });
    const wrong = checkValue(kind, value.value);
    if (wrong) throw badDefault(wrong);
    return value;
  }

  function badDefault(needed: string): NodeError {
    const message = `The default that "${title}" gives at "${output.label}" when it fails must be ${needed}. Change it in the node's error settings.`;
    return new NodeError("bad-params", message, { port: output.port });
  }
}

function plainKindOf(json: JsonValue): Kind {
  if (typeof json === "number") return "number";
  if (typeof json === "string") return "text";
  return typeof json === "boolean" ? "boolean" : "json";
}

/** Media, tables and files are references to stored files; everything else is written out. */
async function valueOf(kind: Kind, { json, services }: { json: JsonValue; services: Services }): Promise<Value> {
  if (kind !== "image" && kind !== "table" && kind !== "file" && kind !== "video") return fromPlainJson(kind, json);
  const file = fileRefSchema.parse(json);
  const bytes = await services.files.read(file);
  if (kind === "image") return { kind, value: await services.images.open(bytes) };
  if (kind === "table") {
    return { kind, value: await services.tables.open({ bytes, name: file.name, format: tableFormat(file.name) }) };
  }
  return { kind, value: { name: file.name, mediaType: file.mediaType, bytes } };
}

function tableFormat(name: string): "csv" | "parquet" | "json" {
  if (name.toLowerCase().endsWith(".parquet")) return "parquet";
  return name.toLowerCase().endsWith(".json") ? "json" : "csv";
}
