import type { Metadata } from "next";
import { DeploymentPage } from "#components/deployments/deployment-page";
import { load } from "../../load.ts";

export const metadata: Metadata = { title: "Deployment" };

export default async function Page({ params }: { params: Promise<{ deploymentId: string }> }) {
  const { deploymentId } = await params;
  return <DeploymentPage initial={await load((caller) => caller.deployments.get({ deploymentId }))} />;
}
