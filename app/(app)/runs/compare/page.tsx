import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { ComparePage } from "#components/compare/compare-page";
import { CompareStart } from "#components/compare/compare-start";
import { BEFORE, compareHref } from "../../../../components/compare/compare-url.ts";
import { load } from "../../load.ts";

export const metadata: Metadata = { title: "Compare runs" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function Page({ searchParams }: Props) {
  const { a, b, port } = await searchParams;
  const [idA, idB] = [a, b].map((id) => (typeof id === "string" && id !== "" ? id : null));
  const isBefore = idA === BEFORE;
  const [before, after] = await load((caller) =>
    Promise.all(
      [isBefore ? null : idA, idB].map(async (runId) => (runId ? caller.runs.get({ runId }).catch(nullIfGone) : null)),
    ),
  );
  const gone = idA && !isBefore && !before ? "A" : idB && !after ? "B" : null;
  if (gone && !before && !after) notFound();
  if (isBefore && after) {
    const { workflowId, number } = after;
    const { items } = await load((caller) => caller.runs.list({ workflowId, cursor: number, limit: 1 }));
    if (items[0]) redirect(compareHref(items[0].id, after.id));
  }
  if (!before || !after)
    return <CompareStart a={before ?? null} b={after ?? null} hasNoneBefore={isBefore} gone={gone} />;
  return (
    <ComparePage
      key={`${before.id} ${after.id}`}
      a={before}
      b={after}
      initialPort={typeof port === "string" ? port : null}
    />
  );
}

/** One that was deleted leaves the other to be compared with something else. */
function nullIfGone(error: unknown): null {
  if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST")) return null;
  throw error;
}
