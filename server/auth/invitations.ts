import { createHash } from "node:crypto";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { invitations, members } from "../db/schema/workspaces.ts";

/** Only the hash is kept: whoever reads the database cannot use an invitation. */
export function hashInvitationToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

type Claim = { token: string; email: string };

/** The invitation if it is for this address, not used and not out of date. Read before a workspace is known. */
export async function findInvitation(database: Database, claim: Claim): Promise<{ workspaceId: string } | null> {
  const [row] = await database
    .select({ workspaceId: invitations.workspaceId })
    .from(invitations)
    .where(isUsable(claim));
  return row ?? null;
}

/** Makes the new account a member. Of two that use the same invitation at once, one becomes a member. */
export async function acceptInvitation(
  database: Database,
  { userId, ...claim }: Claim & { userId: string },
): Promise<void> {
  await database.transaction(async (tx) => {
    const [accepted] = await tx
      .update(invitations)
      .set({ acceptedAt: sql`now()` })
      .where(isUsable(claim))
      .returning({ workspaceId: invitations.workspaceId, role: invitations.role });
    if (accepted)
      await tx
        .insert(members)
        .values({ ...accepted, userId })
        .onConflictDoNothing();
  });
}

function isUsable({ token, email }: Claim) {
  return and(
    eq(invitations.tokenHash, hashInvitationToken(token)),
    eq(invitations.email, email.toLowerCase()),
    isNull(invitations.acceptedAt),
    gt(invitations.expiresAt, sql`now()`),
  );
}
