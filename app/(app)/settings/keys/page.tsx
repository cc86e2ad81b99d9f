import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { KeysPage } from "#components/keys/keys-page";
import { load } from "../../load.ts";

export const metadata: Metadata = { title: "API keys" };

export default async function Page() {
  const [keys, deployments] = await load((caller) =>
    Promise.all([
      caller.apiKeys.list().catch((error: unknown) => {
        if (error instanceof TRPCError && error.code === "FORBIDDEN") return null;
        throw error;
      }),
      caller.deployments.list(),
    ]),
  );
  return <KeysPage initial={keys} deployments={deployments} />;
}
