import type { Metadata } from "next";
import { z } from "zod";
import { FormPage } from "#components/forms/form-page";
import { load } from "../../../load.ts";
import { loadWorkflowTitle } from "../load-title.ts";

type Props = {
  params: Promise<{ workflowId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title } = await loadWorkflowTitle((await params).workflowId);
  return { title: `${title}, form` };
}

export default async function Page({ params, searchParams }: Props) {
  const { workflowId } = await params;
  const run = z.uuid().safeParse((await searchParams).run);
  const form = await load((caller) => caller.workflows.form({ workflowId }));
  return <FormPage key={workflowId} form={form} initialRunId={run.success ? run.data : null} />;
}
