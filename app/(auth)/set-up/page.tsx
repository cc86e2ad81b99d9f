import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { SetUpForm } from "#components/auth/set-up-form";
import { Mark } from "#components/shell/mark";
import { createServerCaller } from "#server/trpc/server-caller";

export const metadata: Metadata = { title: "Set up" };

/** Only the first visitor sees it. */
export default async function SetUpPage() {
  const caller = await createServerCaller(await headers());
  const { needsOwner, isSignedIn } = await caller.session.state();
  if (!needsOwner) redirect(isSignedIn ? "/" : "/sign-in");
  return (
    <>
      <Mark size={36} />
      <h1 className="mt-1.5 text-2xl tracking-[-0.02em]">Set up Patchbay</h1>
      <p className="mb-2 text-md leading-read text-2">
        You are the first visitor. This account becomes the owner of the server and of everything on it.
      </p>
      <SetUpForm />
      <p className="mt-2 text-xs text-3">Everything stays on this machine, unless a workflow of yours sends it on.</p>
    </>
  );
}
