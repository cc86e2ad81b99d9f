import { AppError } from "../app-error.ts";
import { cpuBudget } from "../engine/cpu-budget.ts";
import { openServedModels } from "../serving/open-served-models.ts";
import type { ServedModelsOptions } from "../serving/open-served-models.ts";
import { followKeyFile } from "../serving/follow-key-file.ts";
import { serveEndpoints } from "../serving/serve-endpoints.ts";
import type { EndpointServer, ServeOptions } from "../serving/serve-endpoints.ts";
import { findEndpoints } from "./find-endpoints.ts";
import { readServeArguments } from "./read-serve-arguments.ts";
import { UsageError } from "./usage-error.ts";

const onLog = (line: string) => console.error(line);

/** Serves models and workflows over the Open Inference Protocol until it is told to end. */
export async function serve(args: string[]): Promise<number> {
  const { json, places, newest, isWatched, keys, keyFile, ...options } = readServeArguments(args);
  const found = await findEndpoints(places);
  const { sources } = await open({ ...found, newest, isWatched });
  const ring = keys && keyFile !== null ? followKeyFile(keyFile, keys, { onLog }) : null;
  const server = await start({ ...options, keys: ring?.keys ?? (keys && (() => keys)), sources, onLog });
  const ended = new Promise<string>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, resolve);
  });
  await Promise.race([Promise.all(sources.map(({ ready }) => ready)), ended]);
  announce(server, json);
  console.error(`Told to end (${await ended}): answering what is open.`);
  ring?.close();
  await server.close();
  return 0;
}

function announce({ httpUrl, grpcAddress, metricsUrl, directory }: EndpointServer, json: boolean): void {
  const names = [...new Set(directory.all().map(({ name }) => name))];
  const metrics = `${metricsUrl}/metrics`;
  if (json) return console.log(JSON.stringify({ http: httpUrl, grpc: grpcAddress, metrics, models: names }));
  console.log(`Models and workflows on ${httpUrl}/v2, over gRPC on ${grpcAddress}, metrics on ${metrics}`);
  for (const name of names) console.log(`  ${httpUrl}/v2/models/${name}`);
}

async function open(options: Pick<ServedModelsOptions, "places" | "workflows" | "newest" | "isWatched">) {
  try {
    return await openServedModels({ ...options, threads: cpuBudget(), onLog });
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(error.message);
    throw error;
  }
}

async function start(options: ServeOptions): Promise<EndpointServer> {
  try {
    return await serveEndpoints(options);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // That of gRPC has no code, only the words.
    const known = /EADDRINUSE|EACCES|EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN|No address added/.exec(code ?? message);
    if (!known) throw error;
    throw new UsageError(
      `The server cannot listen: ${message}. Choose others with --http-port, --grpc-port, --metrics-port, --host.`,
    );
  }
}
