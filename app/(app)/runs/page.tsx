import type { Metadata } from "next";
import { RunsPage } from "#components/runs/runs-page";
import { readRunFilter } from "../../../components/runs/run-filter-url.ts";
import { load } from "../load.ts";

export const metadata: Metadata = { title: "Runs" };

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const filter = readRunFilter(await searchParams);
  const [page, workflows] = await load((caller) => Promise.all([caller.runs.list(filter), caller.workflows.list()]));
  return (
    <RunsPage initialFilter={filter} initialPage={page} workflows={workflows.map(({ id, title }) => ({ id, title }))} />
  );
}
