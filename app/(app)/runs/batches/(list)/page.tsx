import type { Metadata } from "next";
import { BatchesPage } from "#components/batches/batches-page";
import { load } from "../../../load.ts";

export const metadata: Metadata = { title: "Batches" };

export default async function Page() {
  return <BatchesPage initial={await load((caller) => caller.batches.list({}))} />;
}
