import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, createServer, request as httpRequest } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { credentials } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { cpuBudget } from "../server/engine/cpu-budget.ts";
import { freeBytes } from "../server/serving/free-bytes.ts";
import { loadServices } from "../server/serving/grpc/load-services.ts";
import { openServedModels } from "../server/serving/open-served-models.ts";
import { serveEndpoints } from "../server/serving/serve-endpoints.ts";
import { compare, measure } from "./compare.ts";
import { channelsFor, convolutionModel } from "./convolution-model.ts";
import type { Result } from "./result.ts";

/** 602 KB. */
const shape = [1, 3, 224, 224];
const values = Float32Array.from({ length: 3 * 224 * 224 }, (_, at) => (at % 255) / 255);
const bytes = Buffer.from(values.buffer);
const MODEL_MS = 10;
const ROUNDS = { rounds: 60, warmUps: 10 };

/** P5: a request over HTTP with binary tensors, against the model alone and the same traffic to an endpoint that does nothing. */
async function overHttp(): Promise<Result> {
  // How long each takes is turned round: what is asked for is how much is done in the same time.
  return await withServer(async ({ httpUrl, modelFile }) => {
    const raw = await openRaw(modelFile);
    const expected = await raw();
    const agent = new Agent({ keepAlive: true });
    const url = `${httpUrl}/v2/models/convolutions/infer`;
    const ask = () => post(url, agent);
    requireSame(outputOf(await ask()), expected);
    const nothing = await openNullEndpoint(expected.byteLength);
    const control = async () => {
      await raw();
      await post(nothing.url, agent);
    };
    const { ratio, interval, oursMs: controlMs, controlMs: oursMs, rounds } = await compare(control, ask, ROUNDS);
    const { ms: modelMs } = await measure(raw);
    // What is left where the model is in a process of its own, and nothing else is done.
    const bare = openBareChild(modelFile, expected.byteLength);
    const apart = async () => {
      await bare.ask();
      await post(nothing.url, agent);
    };
    requireSame(toFloats(await bare.ask()), expected);
    const { ratio: bound } = await compare(control, apart, ROUNDS);
    bare.close();
    agent.destroy();
    await nothing.close();
    return {
      id: "P5",
      what: "served over HTTP binary ÷ the model alone and a null endpoint",
      figure: `${ratio.toFixed(2)} [${interval.map((end) => end.toFixed(2)).join("–")}]`,
      must: "≥ 0.90",
      aim: "0.95",
      isMet: ratio >= 0.9,
      how: `one client, 602 KB in, ${expected.byteLength} bytes out; outputs compared; ours ${oursMs.toFixed(1)} ms, control ${controlMs.toFixed(1)} ms, of which the model ${modelMs.toFixed(1)} ms; with the model in a bare process of its own ${bound.toFixed(2)}; ${rounds} pairs`,
    };
  });
}

/** The same request over gRPC and over HTTP. */
async function grpcAgainstHttp(): Promise<Result> {
  return await withServer(async ({ httpUrl, grpcAddress }) => {
    const agent = new Agent({ keepAlive: true });
    const overHttpOnce = () => post(`${httpUrl}/v2/models/convolutions/infer`, agent);
    const { ask, close } = openGrpcClient(grpcAddress);
    const expected = outputOf(await overHttpOnce());
    requireSame(toFloats(await ask()), expected);
    const { ratio, interval, oursMs: httpMs, controlMs: grpcMs, rounds } = await compare(overHttpOnce, ask, ROUNDS);
    agent.destroy();
    close();
    return {
      id: "P5g",
      what: "served over gRPC ÷ over HTTP binary",
      figure: `${ratio.toFixed(2)} [${interval.map((end) => end.toFixed(2)).join("–")}]`,
      must: "≥ 0.80",
      aim: "0.90",
      isMet: ratio >= 0.8,
      how: `one client, the request of P5; outputs compared; gRPC ${grpcMs.toFixed(1)} ms, HTTP ${httpMs.toFixed(1)} ms; ${rounds} pairs`,
    };
  });
}

type Served = { httpUrl: string; grpcAddress: string; modelFile: string };

async function withServer<T>(work: (served: Served) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  const modelFile = path.join(folder, "convolutions.onnx");
  await writeModel(modelFile);
  const onLog = () => {};
  const { sources } = await openServedModels({ places: [modelFile], threads: cpuBudget(), onLog });
  const server = await serveEndpoints({ sources, httpPort: 0, grpcPort: 0, metricsPort: 0, onLog });
  try {
    await Promise.all(sources.map(({ ready }) => ready));
    return await work({ ...server, modelFile });
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One that takes the 10 ms of the budget on this machine. */
async function writeModel(modelFile: string): Promise<void> {
  const channels = await channelsFor(MODEL_MS, async (model) => {
    writeFileSync(modelFile, model);
    return (await measure(await openRaw(modelFile))).ms;
  });
  writeFileSync(modelFile, convolutionModel({ channels }));
}

async function openRaw(modelFile: string): Promise<() => Promise<Float32Array>> {
  const session = await InferenceSession.create(modelFile, {
    executionProviders: ["cpu"],
    intraOpNumThreads: cpuBudget(),
    interOpNumThreads: 1,
    executionMode: "sequential",
    logSeverityLevel: 4,
    extra: { session: { intra_op: { allow_spinning: "0" }, inter_op: { allow_spinning: "0" } } },
  });
  return async () => {
    const results = await session.run({ [session.inputNames[0]!]: new Tensor("float32", values, shape) });
    return results[session.outputNames[0]!]!.data as Float32Array;
  };
}

function openBareChild(modelFile: string, answerBytes: number): { ask: () => Promise<Buffer>; close: () => void } {
  const main = fileURLToPath(new URL("bare-child.mjs", import.meta.url));
  const child = spawn(process.execPath, [main, modelFile, String(cpuBudget()), shape.join()], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const socket = child.stdio[3] as Socket; // a pipe of `stdio` is a socket, open both ways
  return {
    ask: async () => {
      socket.write(bytes);
      const chunks: Buffer[] = [];
      for (let length = 0; length < answerBytes; length += chunks.at(-1)!.length) {
        const [chunk] = (await once(socket, "data")) as [Buffer];
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },
    close: () => void child.kill(),
  };
}

/** Reads the request, keeps nothing of it, and answers as many bytes as the model gives. */
async function openNullEndpoint(answerBytes: number): Promise<{ url: string; close: () => Promise<void> }> {
  const answer = Buffer.alloc(answerBytes + 200);
  const server = createServer((request, response) => {
    request.on("data", freeBytes).once("end", () => response.end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, // a server on a port has one
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

const inputs = [{ name: "x", shape, datatype: "FP32", parameters: { binary_data_size: bytes.length } }];
const head = Buffer.from(JSON.stringify({ inputs, parameters: { binary_data_output: true } }));

type Answer = { body: Buffer; headLength: number };

function post(url: string, agent: Agent): Promise<Answer> {
  const headers = {
    "Inference-Header-Content-Length": head.length,
    "Content-Length": head.length + bytes.length,
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: "POST", agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        if (response.statusCode !== 200) return reject(new Error(`The server answered ${response.statusCode}.`));
        const headLength = Number(response.headers["inference-header-content-length"] ?? 0);
        resolve({ body: Buffer.concat(chunks), headLength });
      });
    });
    request.on("error", reject);
    request.write(head);
    request.end(bytes);
  });
}

const outputOf = ({ body, headLength }: Answer): Float32Array => toFloats(body.subarray(headLength));
const toFloats = (buffer: Uint8Array): Float32Array => new Float32Array(new Uint8Array(buffer).buffer);

function openGrpcClient(address: string): { ask: () => Promise<Buffer>; close: () => void } {
  const { inference } = loadServices();
  const client = new inference(address, credentials.createInsecure(), { "grpc.max_receive_message_length": -1 });
  const request = {
    model_name: "convolutions",
    inputs: [{ name: "x", datatype: "FP32", shape }],
    raw_input_contents: [bytes],
  };
  type Response = { raw_output_contents: Buffer[] };
  // A client made of a service has a method for each of its calls.
  const { ModelInfer } = client as unknown as {
    ModelInfer: (asked: object, done: (error: ServiceError | null, response: Response) => void) => void;
  };
  return {
    ask: () =>
      new Promise((resolve, reject) => {
        ModelInfer.call(client, request, (error, response) =>
          error ? reject(error) : resolve(response.raw_output_contents[0]!),
        );
      }),
    close: () => client.close(),
  };
}

function requireSame(found: Float32Array, expected: Float32Array): void {
  if (found.length !== expected.length) throw new Error("The outputs differ in length.");
  for (const [at, value] of expected.entries()) {
    if (Math.abs(value - found[at]!) > 1e-4 * Math.max(1, Math.abs(value))) throw new Error("The outputs differ.");
  }
}

export const servingBenches = [overHttp, grpcAgainstHttp];
