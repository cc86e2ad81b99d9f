import type { Metadata } from "next";
import { RunsPage } from "#components/runs/runs-page";
import { readRunQuery, readRunSort } from "../../../../components/runs/list/run-query-url.ts";
import { parseRunQuery } from "../../../../graph/run-query/parse-run-query.ts";
import { load } from "../../load.ts";

export const metadata: Metadata = { title: "Runs" };

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const search = await searchParams;
  const query = readRunQuery(search);
  const sort = readRunSort(search);
  const isReadable = parseRunQuery(query).problems.length === 0;
  const [page, workflows] = await load((caller) =>
    Promise.all([
      isReadable ? caller.runs.list({ ...(query && { query }), ...(sort && { sort }) }) : null,
      caller.workflows.list(),
    ]),
  );
  return (
    <RunsPage
      initialQuery={query}
      initialSort={sort}
      initialPage={page}
      workflows={workflows.map(({ id, title }) => ({ id, title }))}
    />
  );
}
