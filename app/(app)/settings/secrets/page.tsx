import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { SecretsPage } from "#components/secrets/secrets-page";
import { load } from "../../load.ts";

export const metadata: Metadata = { title: "Secrets" };

export default async function Page() {
  const secrets = await load((caller) =>
    caller.secrets.list().catch((error: unknown) => {
      if (error instanceof TRPCError && error.code === "FORBIDDEN") return null;
      throw error;
    }),
  );
  return <SecretsPage initial={secrets} />;
}
