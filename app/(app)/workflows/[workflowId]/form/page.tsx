import type { Metadata } from "next";
import { cache } from "react";
import { z } from "zod";
import { FormPage } from "#components/forms/form-page";
import { load } from "../../../load.ts";

type Props = {
  params: Promise<{ workflowId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Read once for the title and the page. */
const loadForm = cache((workflowId: string) => load((caller) => caller.workflows.form({ workflowId })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title } = await loadForm((await params).workflowId);
  return { title: `${title}, form` };
}

export default async function Page({ params, searchParams }: Props) {
  const { workflowId } = await params;
  const run = z.uuid().safeParse((await searchParams).run);
  return <FormPage key={workflowId} form={await loadForm(workflowId)} initialRunId={run.success ? run.data : null} />;
}
