import type { AnyNodeDefinition, InputsOf, OutputsOf, ParamsOf } from "./define-node.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import type { FailureKind } from "./run-events.ts";
import type { SecretRef } from "./secret-ref.ts";
import type { Flow, ImageValue, ModelRef, PixelImage, TableValue, TensorValue } from "./values.ts";
import type { WaitAnswer, WaitRequest } from "./waits.ts";

/**
 * The Node-only half of a node type. Called once per item; may return at once or a promise.
 * It throws `NodeError` for what a person can mend, and stops soon after `context.signal` aborts.
 */
export type NodeRunner<D extends AnyNodeDefinition> = (step: {
  inputs: InputsOf<D>;
  params: ParamsOf<D>;
  context: NodeContext;
  wait: Wait;
}) => OutputsOf<D> | HandedOn | Promise<OutputsOf<D> | HandedOn>;

/**
 * The answer to what the item waits for, or, while there is none, no return: what it throws is to pass through the
 * runner, which is called anew when the answer is there, hours or days later and in another process.
 */
export type Wait = (request: WaitRequest) => WaitAnswer;

// Runners of different definitions are one type here, for the same reason as in `AnyNodeDefinition`.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyNodeRunner = (step: { inputs: any; params: any; context: NodeContext; wait: Wait }) => unknown;

/** All that a runner may reach. Hosts (engine, CLI, tests) differ only in what they put here. */
export type NodeContext = {
  signal: AbortSignal;
  /** Milliseconds until the time limit of the step or the run, whichever comes first; Infinity without one. */
  remainingMs: () => number;
  /** Told for steps that take long: `done` of `total` units. Cheap; sent at most ten times a second. */
  progress: (done: number, total: number) => void;
  log: (message: string) => void;
  /**
   * What the caller of the run gave for the workflow's input of this name, or undefined. Same form as the sample in the
   * params of `workflow-input`: plain JSON for values, a `FileRef` for media, tables and files, an array of them for a list.
   */
  runInput: (name: string) => JsonValue | undefined;
  models: ModelStore;
  images: ImageCodec;
  tables: TableEngine;
  sandbox: Sandbox;
  files: FileStore;
  http: HttpClient;
  /** Of nodes that run a workflow. Null where its steps are laid out among the others, and for all other nodes. */
  workflow: SubWorkflow | null;
};

export type SubWorkflow = {
  /**
   * Runs the workflow once and gives what its outputs got. Both by port; an output that did not fire is absent, and an
   * input that is left out takes its sample.
   *
   * @throws NodeError that of the first of its steps that failed, naming it
   */
  run: (inputs: FlowsByPort) => Promise<FlowsByPort>;
};
export type FlowsByPort = Readonly<Record<string, Flow | undefined>>;

/** What a runner gives to hand on flows as they are: they were checked where they were made. */
export class HandedOn {
  readonly flows: FlowsByPort;
  constructor(flows: FlowsByPort) {
    this.flows = flows;
  }
}

export type ModelStore = {
  /**
   * Opens a session for the model on the device; sessions are shared and kept by the store.
   * @throws NodeError "missing-model" when no model of that hash is there, "bad-model" when it does not load.
   */
  open: (model: Pick<ModelRef, "hash" | "name">, options?: { device?: string }) => Promise<OpenModel>;
};

export type OpenModel = {
  inputs: ModelRef["inputs"];
  outputs: ModelRef["outputs"];
  labels: readonly string[];
  /** The execution provider that computes, e.g. "cpu" or "webgpu". */
  device: string;
  /**
   * Feeds by input name; results by output name.
   * @throws NodeError "input-mismatch" naming what the model expects when a feed's name, dtype or shape does not fit.
   */
  run: (feeds: Readonly<Record<string, TensorValue>>, call?: ModelCall) => Promise<Record<string, TensorValue>>;
};

export type ModelCall = {
  /** A call that still waits when it aborts is not computed. */
  signal?: AbortSignal;
  /** Told before the results. */
  onComputed?: (call: ComputedCall) => void;
};

/** How a call of a model was computed: with how many, itself included, after what wait for its turn, and where its time went. */
export type ComputedCall = {
  together: number;
  waitedMs: number;
  times?: CallTimes;
  /** The same number for all calls that were computed together with it; absent where it was alone. */
  joint?: number;
};

/** Of one run of a model; `from` is a time of `performance.now()`. */
export type CallTimes = { from: number; copyInMs: number; computeMs: number; copyOutMs: number };

export type ImageCodec = {
  /**
   * Reads the header only; the pixels stay encoded until someone needs them. EXIF orientation is applied to the size.
   * @throws NodeError "bad-image" for what is no picture, "too-many-pixels" above the limit, "unsupported-format".
   */
  open: (bytes: Uint8Array) => Promise<ImageValue>;
  /** 8-bit pixels in the wanted number of channels; the value's own number when left out. Transparent pixels go on black. */
  decode: (image: ImageValue, channels?: 1 | 3 | 4) => Promise<PixelImage>;
  encode: (image: ImageValue, format: "png" | "jpeg" | "webp") => Promise<Uint8Array>;
  /** Resamples to exactly `width` × `height`. */
  resize: (
    image: ImageValue,
    size: { width: number; height: number; kernel?: "nearest" | "linear" | "cubic" | "area" },
  ) => Promise<PixelImage>;
};

export type TableEngine = {
  /** @throws NodeError "bad-table" with row and column where the file does not parse. */
  open: (file: {
    bytes: Uint8Array;
    name: string;
    format: "csv" | "parquet" | "json";
    options?: { delimiter?: string; header?: boolean };
  }) => Promise<TableValue>;
  fromRows: (
    columns: readonly { name: string; type: "number" | "text" | "boolean" }[],
    rows: readonly (readonly JsonValue[])[],
  ) => Promise<TableValue>;
  /** Rows in order, in batches of at most `batchRows`, so that memory stays bounded. */
  batches: (
    table: TableValue,
    options?: { columns?: readonly string[]; batchRows?: number },
  ) => AsyncIterable<TableBatch>;
  /**
   * The same for models: `columns[i][row]` is of the i-th column asked for, and a missing cell is NaN.
   * @throws NodeError "bad-table" naming row (from 1) and column of the first cell that is no number.
   */
  numberBatches: (
    table: TableValue,
    options: { columns: readonly string[]; batchRows?: number },
  ) => AsyncIterable<{ rowCount: number; columns: Float64Array[] }>;
  /** The rows that fit, in order. Composed, not computed: the rows stay where they are. */
  filter: (table: TableValue, condition: TableCondition) => Promise<TableValue>;
  /** One row for each value of the column with the number of its rows in `count`, the most frequent first. */
  countBy: (table: TableValue, column: string) => Promise<TableValue>;
  /** A table grown batch by batch from rows that a node computes. */
  write: (columns: readonly NewColumn[], batches: AsyncIterable<NewRows>) => Promise<TableValue>;
  /** The left table's columns followed by the right one's, row by row; both have the same number of rows. */
  zip: (left: TableValue, right: TableValue) => Promise<TableValue>;
  countRows: (table: TableValue) => Promise<number>;
  encode: (table: TableValue, format: "csv" | "parquet" | "json") => Promise<Uint8Array>;
};
export type NewColumn = {
  name: string;
  type: "number" | "text" | "boolean";
  /** The texts that are expected, each once, where they are few: such a column is kept as numbers until another comes. */
  values?: readonly string[];
};
/** Cells of one column: numbers, with NaN where one is missing, or values, with null. */
export type ColumnCells = Float64Array | readonly JsonValue[];
export type NewRows = { rowCount: number; columns: readonly ColumnCells[] };

/** `value` is left out for the last two operators; text is compared exactly, dates as ISO text. */
export type TableCondition = { column: string; operator: TableOperator; value?: string | number | boolean };
export const tableOperators = ["=", "≠", "<", "≤", ">", "≥", "contains", "is empty", "is not empty"] as const;
export type TableOperator = (typeof tableOperators)[number];

/** `columns[name][row]`; missing cells are null. 64-bit integers beyond 2^53 come as text, so that ids stay exact. */
export type TableBatch = { rowCount: number; columns: Record<string, readonly JsonValue[]> };

export type Sandbox = {
  /**
   * Evaluates an expression over `scope` in an isolated QuickJS: no I/O, bounded time, memory and output.
   * @throws NodeError "expression-failed" with line and column, "timeout", "memory-limit".
   */
  evaluate: (expression: string, scope: JsonObject) => Promise<JsonValue>;
};

export type FileStore = {
  /**
   * The bytes of a stored file, by content hash.
   * @throws NodeError "missing-file" when it is not there.
   */
  read: (file: { hash: string; name: string }) => Promise<Uint8Array>;
};

export type HttpClient = {
  /**
   * Sends a request from the process that guards the way out. The runner names a secret and never holds it; what comes back
   * is without it.
   *
   * @throws NodeError "not-allowed", "missing-secret", "request-failed", "too-large", "timeout", "bad-params"
   */
  send: (request: HttpRequest) => Promise<HttpAnswer>;
};
export type HttpRequest = {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | null;
  auth: HttpAuth | null;
  /** For all of it, redirects included. */
  timeoutMs: number;
  /** Of the answer's body, after inflating. */
  maxBytes: number;
};
export type HttpAuth =
  | { kind: "bearer"; secret: SecretRef }
  | { kind: "basic"; user: string; secret: SecretRef }
  | { kind: "header" | "query"; name: string; secret: SecretRef };
/** `headers` by lower-case name. */
export type HttpAnswer = { status: number; headers: Readonly<Record<string, string>>; body: Uint8Array };

/** A failure that a person can understand and mend. Anything else that a runner throws is reported as kind "crashed". */
export class NodeError extends Error {
  override readonly name = "NodeError";
  readonly kind: FailureKind;
  /** The input port or param at fault. */
  readonly port: string | undefined;
  readonly param: string | undefined;
  constructor(kind: FailureKind, message: string, at: { port?: string; param?: string; cause?: unknown } = {}) {
    super(message, { cause: at.cause });
    this.kind = kind;
    this.port = at.port;
    this.param = at.param;
  }
}
