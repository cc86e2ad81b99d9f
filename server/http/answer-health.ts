import { gt, sql } from "drizzle-orm";
import { workers } from "../db/schema/workers.ts";
import type { WebServices } from "../web-services.ts";

/** 200 when the database answers and a worker is there, else 503. Says nothing about anyone's data. */
export async function answerHealth({ database }: WebServices): Promise<Response> {
  const alive = await database
    .select({ id: workers.id })
    .from(workers)
    .where(gt(workers.seenAt, sql`now() - interval '1 minute'`))
    .limit(1)
    .catch(() => null);
  const body = { database: alive === null ? "unreachable" : "ok", worker: alive?.length ? "ok" : "missing" };
  const isReady = body.database === "ok" && body.worker === "ok";
  return Response.json(body, { status: isReady ? 200 : 503, headers: { "cache-control": "no-store" } });
}
