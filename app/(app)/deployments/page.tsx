import type { Metadata } from "next";
import { DeploymentsPage } from "#components/deployments/deployments-page";
import { load } from "../load.ts";

export const metadata: Metadata = { title: "Deployments" };

export default async function Page() {
  return <DeploymentsPage initial={await load((caller) => caller.deployments.list())} />;
}
