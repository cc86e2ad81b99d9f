import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { AppShell } from "#components/shell/app-shell";
import { GoToSignIn } from "#components/shell/go-to-sign-in";
import { createServerCaller } from "#server/trpc/server-caller";

export default async function AppLayout({ children }: { children: React.ReactNode }) {
  const session = await findSession();
  // A layout does not know which page it stands around; the browser does, and comes back to it after signing in.
  return session ? <AppShell session={session}>{children}</AppShell> : <GoToSignIn />;
}

async function findSession() {
  const caller = await createServerCaller(await headers());
  try {
    return await caller.session.get();
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") return null;
    throw error;
  }
}
