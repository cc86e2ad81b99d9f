import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { SignInForm } from "#components/auth/sign-in-form";
import { Mark } from "#components/shell/mark";
import { createServerCaller } from "#server/trpc/server-caller";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const next = safePath((await searchParams)["next"]);
  const caller = await createServerCaller(await headers());
  const { needsOwner, isSignedIn } = await caller.session.state();
  if (needsOwner) redirect("/set-up");
  if (isSignedIn) redirect(next);
  return (
    <>
      <Mark size={36} />
      <h1 className="mb-2 mt-1.5 text-2xl tracking-[-0.02em]">Sign in to Patchbay</h1>
      <SignInForm next={next} />
    </>
  );
}

/** A path of this app, never another site: "//elsewhere" and "/\elsewhere" are addresses of other hosts. */
function safePath(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}
