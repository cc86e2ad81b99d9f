import { resolve } from "node:path";
import { z } from "zod";
import { type AllowList, parseAllowList } from "./http-client/allow-list.ts";
import { defaultRunLimits, type RunLimits } from "./runs/run-limits.ts";

const port = z.coerce.number().int().min(1).max(65_535);
/** Of a listener that may be left closed; 0 takes a free one. */
const portOrOff = z
  .string()
  .refine((text) => text === "off" || (/^\d{1,5}$/.test(text) && Number(text) <= 65_535), {
    error: 'must be a port from 0 to 65535, or "off"',
  })
  .transform((text) => (text === "off" ? null : Number(text)));
const SECRET_KEY_BYTES = 32;
const bytes = z.coerce.number().int().min(1);

const envSchema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" }).optional(),
  PATCHBAY_DATA: z.string().min(1).default(".patchbay"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: port.default(3000),
  PATCHBAY_INFERENCE_PORT: portOrOff.prefault("8000"),
  PATCHBAY_INFERENCE_GRPC_PORT: portOrOff.prefault("8001"),
  PATCHBAY_METRICS_PORT: portOrOff.prefault("8002"),
  PATCHBAY_SERVED_MODEL_BYTES: bytes.optional(),
  PATCHBAY_ORIGIN: z
    .string()
    .optional()
    .transform((list, context) => parseOrigins(list, context)),
  PATCHBAY_TEMPLATES: z.string().min(1).default("templates"),
  PATCHBAY_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  PATCHBAY_SECRET_KEY: z
    .string()
    .optional()
    .transform((list, context) => parseSecretKeys(list, context)),
  PATCHBAY_HTTP_ALLOW: z
    .string()
    .optional()
    .transform((list, context) => parseAllowList(list, context)),
  PATCHBAY_RUNS_AT_ONCE: z.coerce.number().int().min(1).max(1_000).default(4),
  PATCHBAY_MAX_QUEUED_RUNS: z.coerce.number().int().min(1).max(1_000_000).default(defaultRunLimits.queued),
  PATCHBAY_MAX_RUNNING_RUNS: z.coerce.number().int().min(1).max(10_000).default(defaultRunLimits.running),
  PATCHBAY_CACHE_BYTES: z.coerce.number().int().min(0).default(10_000_000_000),
  PATCHBAY_CACHE_CHECKED: z.coerce.number().min(0).max(1).default(0),
  PATCHBAY_MAX_MODEL_BYTES: bytes.default(500_000_000),
  PATCHBAY_MAX_FILE_BYTES: bytes.default(200_000_000),
});

export type Env = {
  /** Undefined where the local Postgres is to be started. A pooler in transaction mode loses LISTEN: use a direct address. */
  databaseUrl: string | undefined;
  /** Absolute. Holds the local Postgres, artifacts and the secret of this installation. */
  dataDir: string;
  artifactsDir: string;
  /** The gallery's own templates, with their models and samples. */
  templatesDir: string;
  host: string;
  port: number;
  /** Where a worker answers the Open Inference Protocol: null leaves a port closed, 0 takes a free one. */
  inferencePorts: { http: number | null; grpc: number | null; metrics: number | null };
  /** Bytes of published models that a worker keeps loaded; undefined for a share of the memory. */
  servedModelBytes: number | undefined;
  /** Addresses, besides loopback, under which browsers reach this server, e.g. "https://patchbay.example". */
  origins: readonly string[];
  /** Signs session cookies. Left out, it is made on first start and kept in the data folder; machines that share a database need one. */
  secret: string | undefined;
  /** Seal the secrets of workspaces: the first new ones, the others still open theirs. Empty: one is kept in the data folder. */
  secretKeys: readonly Buffer[];
  /** Addresses that are not public and that nodes may send requests to all the same. */
  httpAllow: AllowList;
  /** Of one worker. They share its engines, so more of them are of use where runs wait for something else than computing. */
  runsAtOnce: number;
  /** Of one workspace, over all workers. Web and workers of an installation need the same. */
  runLimits: RunLimits;
  /** Bytes of results that may be kept for each workspace, artifacts included; 0 keeps none. */
  cacheBytes: number;
  /** The fraction of results that are made again all the same, to compare; 0 to 1. */
  cacheChecked: number;
  maxModelBytes: number;
  maxFileBytes: number;
};

/**
 * The settings of this process, from the environment.
 *
 * @throws Error that names each variable that is wrong, its value and what it must be.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = envSchema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const isSecret = name === "DATABASE_URL" || name.startsWith("PATCHBAY_SECRET"); // the address holds a password
      const value = isSecret ? "" : ` is ${JSON.stringify(source[name])}:`;
      return `${name}${value} ${issue.message}`;
    });
    throw new Error(`The environment is not usable. ${faults.join("; ")}.`);
  }
  const env = parsed.data;
  const dataDir = resolve(env.PATCHBAY_DATA);
  return {
    databaseUrl: env.DATABASE_URL,
    dataDir,
    artifactsDir: resolve(dataDir, "artifacts"),
    templatesDir: resolve(env.PATCHBAY_TEMPLATES),
    host: env.HOST,
    port: env.PORT,
    inferencePorts: {
      http: env.PATCHBAY_INFERENCE_PORT,
      grpc: env.PATCHBAY_INFERENCE_GRPC_PORT,
      metrics: env.PATCHBAY_METRICS_PORT,
    },
    servedModelBytes: env.PATCHBAY_SERVED_MODEL_BYTES,
    origins: env.PATCHBAY_ORIGIN,
    secret: env.PATCHBAY_SECRET,
    secretKeys: env.PATCHBAY_SECRET_KEY,
    httpAllow: env.PATCHBAY_HTTP_ALLOW,
    runsAtOnce: env.PATCHBAY_RUNS_AT_ONCE,
    runLimits: { queued: env.PATCHBAY_MAX_QUEUED_RUNS, running: env.PATCHBAY_MAX_RUNNING_RUNS },
    cacheBytes: env.PATCHBAY_CACHE_BYTES,
    cacheChecked: env.PATCHBAY_CACHE_CHECKED,
    maxModelBytes: env.PATCHBAY_MAX_MODEL_BYTES,
    maxFileBytes: env.PATCHBAY_MAX_FILE_BYTES,
  };
}

/** @throws Error where no database is configured: only the launcher may go on without one. */
export function requireDatabaseUrl(env: Env): string {
  if (env.databaseUrl) return env.databaseUrl;
  throw new Error(
    "DATABASE_URL is not set. Start with `npm start`, which brings its own Postgres, or set DATABASE_URL to a postgres:// address.",
  );
}

function parseSecretKeys(list: string | undefined, context: z.core.$RefinementCtx<string | undefined>): Buffer[] {
  const keys = (list ?? "").split(",").flatMap((entry) => (entry.trim() ? Buffer.from(entry.trim(), "base64") : []));
  if (keys.some(({ length }) => length !== SECRET_KEY_BYTES)) {
    const message = `must be ${SECRET_KEY_BYTES} random bytes in base64, as "openssl rand -base64 32" gives them; several with commas between, the newest first`;
    context.addIssue({ code: "custom", message });
  }
  return keys;
}

function parseOrigins(list: string | undefined, context: z.core.$RefinementCtx<string | undefined>): string[] {
  const entries = (list ?? "").split(",").flatMap((entry) => entry.trim() || []);
  return entries.map((entry) => {
    const url = URL.canParse(entry) ? new URL(entry) : null;
    if (url && /^https?:$/.test(url.protocol)) return url.origin;
    context.addIssue({
      code: "custom",
      message: `${JSON.stringify(entry)} must be an address such as https://patchbay.example`,
    });
    return "";
  });
}
