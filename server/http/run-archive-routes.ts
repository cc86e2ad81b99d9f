import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { exportRun } from "../run-archive/export-run.ts";
import { importRun } from "../run-archive/import-run.ts";
import type { WebServices } from "../web-services.ts";
import { parseInput, queryOf } from "./parse-input.ts";
import { limitBody, requireMediaType } from "./read-body.ts";
import { requireMember } from "./require-member.ts";

/** GET /api/runs/{runId}/archive: the run as one zip, made while it is sent. */
export async function answerRunArchive(
  services: WebServices,
  request: Request,
  given: { runId: string },
): Promise<Response> {
  const member = await requireMember(services, request, "viewer");
  const { runId } = parseInput(z.strictObject({ runId: z.uuid() }), given);
  const { number, content } = await exportRun(member, { runId });
  return new Response(Readable.toWeb(content) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="run-${number}.zip"`,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}

/** POST /api/runs/archive with the zip as the body. It makes a workflow where there is none for the run, as editors may. */
export async function answerRunImport(services: WebServices, request: Request): Promise<Response> {
  const member = await requireMember(services, request, "editor");
  parseInput(z.strictObject({}), queryOf(request));
  requireMediaType(request, "application/zip");
  // Its table of contents is at its end, so it has to lie somewhere before it can be read.
  const file = path.join(tmpdir(), `patchbay-run-${randomUUID()}.zip`);
  try {
    await pipeline(
      limitBody(request, services.env.maxModelBytes),
      createWriteStream(file, { flags: "wx", mode: 0o600 }),
    );
    const imported = await importRun({ ...member, runServices: services.runServices }, { file });
    return Response.json(imported, { status: imported.isKnown ? 200 : 201 });
  } finally {
    await unlink(file).catch(() => {});
  }
}
