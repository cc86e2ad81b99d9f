import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SharedRunPage } from "#components/sharing/shared-run-page";
import { openSharedRun } from "#server/sharing/open-shared-run";

type Props = { params: Promise<{ token: string }> };

/** The same for each link, so that a preview of it in a chat tells nothing. */
export const metadata: Metadata = {
  title: "A shared run",
  robots: { index: false, follow: false, nocache: true },
  referrer: "no-referrer",
};

export default async function Page({ params }: Props) {
  const { token } = await params;
  const shared = await openSharedRun(token);
  if (!shared) notFound();
  const { run, expiresAt } = shared;
  return (
    <SharedRunPage key={`${run.id} ${run.state.retries ?? 0}`} token={token} details={run} expiresAt={expiresAt} />
  );
}
