import { AppError } from "../app-error.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { tenantOf } from "../db/tenant.ts";
import { hasRole, type Role, type ServiceContext } from "../service-context.ts";
import type { WebServices } from "../web-services.ts";

/** What `viewerProcedure` and its kin are to tRPC, for the other routes. @throws AppError UNAUTHORIZED or FORBIDDEN */
export async function requireMember(
  services: WebServices,
  request: Request,
  atLeast: Role,
): Promise<ServiceContext & { artifacts: ArtifactStore }> {
  const signedIn = await services.findSignedIn(request.headers);
  if (!signedIn) throw new AppError("UNAUTHORIZED", "Sign in first.");
  const { role, user, workspace } = signedIn;
  if (!hasRole(role, atLeast)) {
    throw new AppError("FORBIDDEN", `This needs the role ${atLeast} or a higher one; yours is ${role}.`);
  }
  return { role, userId: user.id, tenant: tenantOf(services.database, workspace.id), artifacts: services.artifacts };
}
