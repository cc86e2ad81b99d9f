import type { Metadata } from "next";
import { BatchPage } from "#components/batches/batch-page";
import { load } from "../../../load.ts";
import { loadBatchName } from "./load-name.ts";

type Props = { params: Promise<{ batchId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await loadBatchName((await params).batchId);
  return { title: name };
}

export default async function Page({ params }: Props) {
  const { batchId } = await params;
  const batch = await load((caller) => caller.batches.get({ batchId }));
  return <BatchPage key={batchId} initial={batch} />;
}
