"use client";
import { createContext, useContext } from "react";
import type { RouterOutputs } from "#components/trpc";
import { hasRole } from "./roles.ts";

type Session = RouterOutputs["session"]["get"];
const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: React.ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who is signed in, where, and with which role. Inside the app there is always one. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession is called outside the signed-in part of the app.");
  return session;
}

/** Whether the member may do what needs `role`; a guest may nothing. It hides what would be refused; the server refuses it all the same. */
export function useMay(role: Session["role"]): boolean {
  const session = useContext(SessionContext);
  return session !== null && hasRole(session.role, role);
}
