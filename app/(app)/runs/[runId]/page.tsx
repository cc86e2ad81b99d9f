import type { Metadata } from "next";
import { cache } from "react";
import { RunPage } from "#components/runs/run-page";
import { load } from "../../load.ts";

type Props = {
  params: Promise<{ runId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Read once for the title and the page. */
const loadRun = cache((runId: string) => load((caller) => caller.runs.get({ runId })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { number, workflowTitle } = await loadRun((await params).runId);
  return { title: `Run ${number}, ${workflowTitle}` };
}

export default async function Page({ params, searchParams }: Props) {
  const details = await loadRun((await params).runId);
  const { step } = await searchParams;
  return <RunPage key={details.id} details={details} initialStep={typeof step === "string" ? step : null} />;
}
