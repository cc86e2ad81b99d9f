import { Socket } from "node:net";
import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import { NodeError } from "../../graph/node-runner.ts";
import { AppError } from "../app-error.ts";
import type { CacheStore } from "../cache/cache-store.ts";
import type { SendHttp } from "../secrets/send-with-secrets.ts";
import { createFrameWriter } from "./frame-writer.ts";
import { createFrameDecoder, MAX_BODY_BYTES } from "./frames.ts";
import type { Answer, ToEngine, ToWorker } from "./messages.ts";

/** The worker reads at leisure and stores as it comes; neither end holds more than a few of these. */
const CHUNK_BYTES = 4_000_000;
const WHOLE_BYTES = 256_000;

export type WorkerLink = {
  send: (message: ToWorker) => void;
  /** Writes at once what was sent in this turn. */
  push: () => void;
  /** Resolves once the worker has made the events of the run so far durable. */
  flush: (run: number) => Promise<void>;
  put: (pieces: readonly Uint8Array[]) => Promise<{ hash: string; sizeBytes: number }>;
  /** The path of a file with the content. @throws AppError NOT_FOUND */
  locate: (hash: string) => Promise<string>;
  /** What was found out of joining the calls of a model. */
  findBatching: (hash: string) => Promise<BatchingVerdict | null>;
  /** Sends requests of the run, through the worker. */
  httpOf: (run: number) => SendHttp;
  /** Results of earlier runs in the workspace of this one. */
  cacheOf: (run: number) => CacheStore;
};

/** One chunk where all is small, since the worker stores that at once; else none over the limit, and no copies. */
function chunksOf(pieces: readonly Uint8Array[]): Uint8Array[] {
  let sizeBytes = 0;
  for (const { byteLength } of pieces) sizeBytes += byteLength;
  if (sizeBytes <= WHOLE_BYTES) return [pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)];
  return pieces.flatMap((piece) =>
    Array.from({ length: Math.ceil(piece.byteLength / CHUNK_BYTES) }, (_, at) =>
      piece.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES),
    ),
  );
}

/** The engine's end of the socket to its worker. Without a worker there is nothing to compute for: the process ends. */
export function openWorkerLink(
  fd: number,
  receive: (message: Exclude<ToEngine, { type: "answer" | "http-part" }>) => void,
): WorkerLink {
  const socket = new Socket({ fd, readable: true, writable: true });
  const decoder = createFrameDecoder<ToEngine>();
  const writer = createFrameWriter(socket);
  const send = (message: ToWorker, body?: Uint8Array) => writer.send(message, body);
  const questions = new Map<number, (answer: Answer) => void>();
  /** Of requests that are being answered, the parts that came. */
  const bodies = new Map<number, Uint8Array[]>();
  let lastQuestion = 0;

  socket.on("close", () => process.exit(0));
  socket.on("error", () => process.exit(1));
  socket.on("data", (chunk: Buffer) => {
    for (const { header, body } of decoder.push(chunk)) {
      if (header.type === "http-part") bodies.get(header.id)?.push(body);
      else if (header.type !== "answer") receive(header);
      else {
        questions.get(header.id)?.(header);
        questions.delete(header.id);
      }
    }
  });

  function answerTo(id: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      questions.set(id, (answer) => {
        if (!answer.error) return resolve(answer);
        const { message, code, kind } = answer.error;
        reject(code ? new AppError(code, message) : kind ? new NodeError(kind, message) : new Error(message));
      });
    });
  }

  return {
    send: (message) => void send(message),
    push: writer.push,
    flush: async (run) => {
      const id = ++lastQuestion;
      send({ type: "flush", id, run });
      await answerTo(id);
    },
    put: async (pieces) => {
      const id = ++lastQuestion;
      const answer = answerTo(id);
      answer.catch(() => {}); // it may be refused while the rest is still being sent; awaited below
      const chunks = chunksOf(pieces);
      for (const [at, chunk] of chunks.entries()) {
        const isLast = at === chunks.length - 1;
        const isFree = send({ type: "put", id, isLast }, chunk);
        // A store that is full answers before the end: then nobody wants the rest, and the worker lets it pass.
        if (!isLast && !isFree) await writer.whenFree();
      }
      const { hash, sizeBytes } = await answer;
      return { hash: hash!, sizeBytes: sizeBytes! };
    },
    locate: async (hash) => {
      const id = ++lastQuestion;
      send({ type: "locate", id, hash });
      return (await answerTo(id)).path!;
    },
    findBatching: async (hash) => {
      const id = ++lastQuestion;
      send({ type: "find-batching", id, hash });
      return (await answerTo(id)).batching ?? null;
    },
    httpOf: (run) => async (request, signal) => {
      const { body, ...head } = request;
      if (body && body.length > MAX_BODY_BYTES) throw tooLargeToSend(body.length);
      const id = ++lastQuestion;
      const parts: Uint8Array[] = [];
      bodies.set(id, parts);
      const cancel = () => send({ type: "http-cancel", id });
      signal.addEventListener("abort", cancel, { once: true });
      try {
        send({ type: "http", id, run, request: head, hasBody: body !== null }, body ?? undefined);
        const { http } = await answerTo(id);
        return { ...http!, body: parts.length === 1 ? parts[0]! : Buffer.concat(parts) };
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        signal.removeEventListener("abort", cancel);
        bodies.delete(id);
      }
    },
    cacheOf: (run) => ({
      find: async (wanted) => {
        const id = ++lastQuestion;
        send({ type: "find-cached", id, run, ...wanted });
        return (await answerTo(id)).findings!;
      },
      save: (batch) => void send({ type: "save-cached", run, batch }),
      drop: async (key) => {
        const id = ++lastQuestion;
        send({ type: "drop-cached", id, run, key });
        // What could not be dropped is made again all the same.
        await answerTo(id).catch(() => {});
      },
    }),
  };
}

function tooLargeToSend(sizeBytes: number): NodeError {
  const [size, limit] = [sizeBytes, MAX_BODY_BYTES].map((bytes) => bytes.toLocaleString("en"));
  return new NodeError("too-large", `The body of the request has ${size} bytes; ${limit} can be sent.`, {
    port: "body",
  });
}
