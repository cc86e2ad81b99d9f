import "#server-only";
import { z } from "zod";
import { describeOpenApi } from "../../deployments/describe-openapi.ts";
import { requirePublished } from "../../deployments/require-published.ts";
import { parseInput, queryOf } from "../parse-input.ts";
import type { ApiCaller } from "./handle-api.ts";

/** GET /api/v1/workflows/{name}/openapi.json: of the version that answers now. */
export async function answerOpenApi(
  { tenant, key }: ApiCaller,
  request: Request,
  { name }: { name: string },
): Promise<Response> {
  parseInput(z.strictObject({}), queryOf(request));
  const published = await requirePublished(tenant, { name, reach: key.deploymentIds });
  return Response.json(describeOpenApi(published), { headers: { "cache-control": "no-store" } });
}
