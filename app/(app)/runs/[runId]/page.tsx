import type { Metadata } from "next";
import { cache } from "react";
import { RunPage } from "#components/runs/run-page";
import { load } from "../../load.ts";

type Props = { params: Promise<{ runId: string }> };

/** Read once for the title and the page. */
const loadRun = cache((runId: string) => load((caller) => caller.runs.get({ runId })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { number, workflowTitle } = await loadRun((await params).runId);
  return { title: `Run ${number}, ${workflowTitle}` };
}

export default async function Page({ params }: Props) {
  const details = await loadRun((await params).runId);
  return <RunPage key={details.id} details={details} />;
}
