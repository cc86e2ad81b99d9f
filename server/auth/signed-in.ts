import type { Role } from "../service-context.ts";

/** The person behind a request, and the workspace in which the request acts. */
export type SignedIn = {
  user: { id: string; name: string; email: string };
  workspace: { id: string; name: string };
  role: Role;
};
