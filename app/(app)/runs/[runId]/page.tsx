import type { Metadata } from "next";
import { RunPage } from "#components/runs/run-page";
import { load } from "../../load.ts";
import { loadRunTitle } from "./load-title.ts";

type Props = {
  params: Promise<{ runId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { number, workflowTitle } = await loadRunTitle((await params).runId);
  return { title: `Run ${number}, ${workflowTitle}` };
}

export default async function Page({ params, searchParams }: Props) {
  const { runId } = await params;
  const details = await load((caller) => caller.runs.get({ runId }));
  const { step } = await searchParams;
  const key = `${details.id} ${details.state.retries ?? 0}`;
  const { graph, state, ...rest } = details;
  return (
    <RunPage
      key={key}
      details={rest}
      text={JSON.stringify({ graph, state })}
      initialStep={typeof step === "string" ? step : null}
    />
  );
}
