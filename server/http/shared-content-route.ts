import { requireShare } from "../sharing/find-share.ts";
import type { WebServices } from "../web-services.ts";
import type { ContentReader } from "./content-input.ts";
import { withShareHeaders } from "./share-headers.ts";

type AnswerContent = (
  services: WebServices,
  request: Request,
  given: { hash: string; reader?: ContentReader },
) => Promise<Response>;

/** GET /api/share/{token}/artifacts/{hash}…: content of the run that the link opens, as members get theirs; no session is asked. */
export async function answerSharedContent(
  services: WebServices,
  request: Request,
  { token, hash, answer }: { token: string; hash: string; answer: AnswerContent },
): Promise<Response> {
  const { context } = await requireShare(services.database, token);
  return withShareHeaders(
    await answer(services, request, { hash, reader: { ...context, artifacts: services.artifacts } }),
  );
}
