import { parseArgs } from "node:util";
import { cpuBudget } from "../engine/cpu-budget.ts";
import { serveModels } from "../serving/serve-models.ts";
import type { ModelServer, ServeOptions } from "../serving/serve-models.ts";
import { findEndpoints } from "./find-endpoints.ts";
import { UsageError } from "./usage-error.ts";

/** Serves models and workflows over the Open Inference Protocol until it is told to end. */
export async function serve(args: string[]): Promise<number> {
  const { places, json, ...options } = readServeArguments(args);
  const models = await findEndpoints(places);
  const server = await start({ ...options, models, threads: cpuBudget(), onLog: (line) => console.error(line) });
  const ended = new Promise<string>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, resolve);
  });
  await Promise.race([server.host.ready, ended]);
  const names = models.map(({ name }) => name);
  if (json)
    console.log(JSON.stringify({ http: server.httpUrl, metrics: `${server.metricsUrl}/metrics`, models: names }));
  else {
    console.log(`Models and workflows on ${server.httpUrl}/v2, metrics on ${server.metricsUrl}/metrics`);
    for (const name of names) console.log(`  ${server.httpUrl}/v2/models/${name}`);
  }
  console.error(`Told to end (${await ended}): answering what is open.`);
  await server.close();
  return 0;
}

type ServeArguments = Pick<ServeOptions, "httpPort" | "metricsPort" | "host" | "maxRequestBytes"> & {
  places: string[];
  json: boolean;
};

function readServeArguments(args: string[]): ServeArguments {
  const { values, positionals } = parse(args);
  if (positionals.length === 0)
    throw new UsageError("This command takes .onnx files, workflows and folders of them; none is given.");
  return {
    places: positionals,
    json: values.json,
    host: values.host,
    httpPort: readNumber(values["http-port"], "--http-port", 65_535),
    metricsPort: readNumber(values["metrics-port"], "--metrics-port", 65_535),
    maxRequestBytes: readNumber(values["max-request-mb"], "--max-request-mb", 1_000) * 1_000_000,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        "http-port": { type: "string", default: "8000" },
        "metrics-port": { type: "string", default: "8002" },
        host: { type: "string", default: "127.0.0.1" },
        "max-request-mb": { type: "string", default: "64" },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readNumber(text: string, option: string, atMost: number): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= atMost) return Number(text);
  throw new UsageError(`The option "${option}" takes a number from 0 to ${atMost}, not ${JSON.stringify(text)}.`);
}

async function start(options: ServeOptions): Promise<ModelServer> {
  try {
    return await serveModels(options);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE" && code !== "EACCES" && code !== "EADDRNOTAVAIL") throw error;
    throw new UsageError(
      `The server cannot listen: ${message}. Choose others with --http-port, --metrics-port, --host.`,
    );
  }
}
