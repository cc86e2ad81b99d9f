import type { Metadata } from "next";
import { ChartsPage } from "#components/runs/charts/charts-page";
import { readChartsSearch } from "../../../../components/runs/charts/charts-address.ts";
import { load } from "../../load.ts";

export const metadata: Metadata = { title: "Charts of the runs" };

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { query, window } = readChartsSearch(await searchParams);
  const workflows = await load((caller) => caller.workflows.list());
  return (
    <ChartsPage
      initialQuery={query}
      initialWindow={window}
      workflows={workflows.map(({ id, title }) => ({ id, title }))}
    />
  );
}
