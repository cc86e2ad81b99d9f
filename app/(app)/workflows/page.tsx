import type { Metadata } from "next";
import { WorkflowsPage } from "#components/workflows/workflows-page";
import { load } from "../load.ts";

export const metadata: Metadata = { title: "Workflows" };

export default async function Page() {
  const [workflows, templates] = await load((caller) =>
    Promise.all([caller.workflows.list(), caller.templates.list().catch(() => [])]),
  );
  return (
    <WorkflowsPage
      initial={workflows}
      templates={templates.map(({ name, picture, title }) => ({ name, picture, title }))}
    />
  );
}
