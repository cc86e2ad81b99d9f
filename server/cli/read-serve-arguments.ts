import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { isLoopback } from "../http/check-origin.ts";
import type { ServeOptions } from "../serving/serve-endpoints.ts";
import { readServingKeys } from "../serving/serving-keys.ts";
import type { ServingKey } from "../serving/serving-keys.ts";
import { UsageError } from "./usage-error.ts";

type Ports = "httpPort" | "grpcPort" | "metricsPort";
export type ServeArguments = Required<Pick<ServeOptions, Ports | "host" | "isOpenToChange" | "maxRequestBytes">> & {
  keys: ServingKey[] | null;
  /** Where the keys are from, unless from the environment. */
  keyFile: string | null;
  places: string[];
  newest: number;
  isWatched: boolean;
  json: boolean;
};

/** @throws UsageError also for a server that anyone could use without its owner having said so */
export function readServeArguments(args: string[]): ServeArguments {
  const { values, positionals } = parse(args);
  if (positionals.length === 0)
    throw new UsageError("This command takes .onnx files, workflows and folders of them; none is given.");
  const { host } = values;
  const keys = readKeys(values["api-keys"]);
  if (!isLoopback(host) && keys === null && !values.open) {
    const message = `On ${host} others than this machine can reach the models. Give --api-keys with a file of keys ("patchbay keys create" makes one), or --open to let everyone in.`;
    throw new UsageError(message);
  }
  if (values["allow-repository"] && (!isLoopback(host) || keys !== null)) {
    throw new UsageError("--allow-repository is for a server on this machine without keys; else an admin key does it.");
  }
  return {
    places: positionals,
    json: values.json,
    host,
    keys,
    keyFile: values["api-keys"] ?? null,
    isOpenToChange: values["allow-repository"],
    isWatched: values.watch,
    newest: values.versions === "all" ? Infinity : readNumber(values.versions, "--versions", { from: 1, to: 1_000 }),
    httpPort: readNumber(values["http-port"], "--http-port", { to: 65_535 }),
    grpcPort: readNumber(values["grpc-port"], "--grpc-port", { to: 65_535 }),
    metricsPort: readNumber(values["metrics-port"], "--metrics-port", { to: 65_535 }),
    maxRequestBytes: readNumber(values["max-request-mb"], "--max-request-mb", { from: 1, to: 1_000 }) * 1_000_000,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        "http-port": { type: "string", default: "8000" },
        "grpc-port": { type: "string", default: "8001" },
        "metrics-port": { type: "string", default: "8002" },
        host: { type: "string", default: "127.0.0.1" },
        "max-request-mb": { type: "string", default: "64" },
        versions: { type: "string", default: "1" },
        watch: { type: "boolean", default: false },
        "api-keys": { type: "string" },
        open: { type: "boolean", default: false },
        "allow-repository": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** From the file, else from the environment; null where neither is given. */
function readKeys(file: string | undefined): ServingKey[] | null {
  const source = file === undefined ? "PATCHBAY_SERVE_KEYS" : file;
  try {
    const text = file === undefined ? process.env.PATCHBAY_SERVE_KEYS : readFileSync(file, "utf8");
    if (text === undefined) return null;
    const keys = readServingKeys(text);
    if (keys.length === 0) throw new Error("It holds no key, so nobody could use the server.");
    return keys;
  } catch (error) {
    throw new UsageError(`The keys cannot be read from ${source}: ${(error as Error).message}`);
  }
}

function readNumber(text: string, option: string, { from = 0, to }: { from?: number; to: number }): number {
  if (/^\d{1,6}$/.test(text) && Number(text) >= from && Number(text) <= to) return Number(text);
  const and = option === "--versions" ? ' or "all"' : "";
  throw new UsageError(
    `The option "${option}" takes a number from ${from} to ${to}${and}, not ${JSON.stringify(text)}.`,
  );
}
