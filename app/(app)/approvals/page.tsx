import type { Metadata } from "next";
import { ApprovalsPage } from "#components/approvals/approvals-page";
import { load } from "../load.ts";

export const metadata: Metadata = { title: "Approvals" };

export default async function Page() {
  return <ApprovalsPage initial={await load((caller) => caller.approvals.list())} />;
}
