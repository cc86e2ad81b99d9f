"use client";
import { useQuery } from "@tanstack/react-query";
import { LockKeyhole, Plus } from "lucide-react";
import { useState } from "react";
import { PageHeader } from "#components/shell/page-header";
import { useMay } from "#components/shell/session-context";
import { type RouterOutputs, useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { DeleteSecretDialog } from "./delete-secret-dialog";
import { SecretDialog } from "./secret-dialog";
import { SecretTable } from "./secret-table";

export type Secret = RouterOutputs["secrets"]["list"][number];

type Asking = { what: "create" } | { what: "replace" | "delete"; secret: Secret };

/** The secrets of the workspace, by name; `initial` is null for those who may not see them. */
export function SecretsPage({ initial }: { initial: Secret[] | null }) {
  if (initial) return <SecretsOfWorkspace initial={initial} />;
  return (
    <>
      <PageHeader title="Secrets" />
      <EmptyState icon={LockKeyhole} title="Secrets are for editors">
        Keys and passwords that nodes use by name are shown to those who build workflows. Ask an admin for a higher
        role.
      </EmptyState>
    </>
  );
}

function SecretsOfWorkspace({ initial }: { initial: Secret[] }) {
  const trpc = useTRPC();
  const mayManage = useMay("admin");
  const [asking, setAsking] = useState<Asking | null>(null);
  const { data: secrets } = useQuery(trpc.secrets.list.queryOptions(undefined, { initialData: initial }));
  const close = () => setAsking(null);
  const create = (
    <Button variant="primary" icon={Plus} onClick={() => setAsking({ what: "create" })}>
      New secret
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Secrets"
        facts={secrets.length > 0 && <span className="tabular-nums">{secrets.length}</span>}
        actions={mayManage && secrets.length > 0 && create}
      />
      {secrets.length === 0 ? (
        <EmptyState icon={LockKeyhole} title="No secret yet" actions={mayManage && create}>
          {mayManage
            ? "A secret is a key or a password that nodes use by its name. Workflows hold the name alone; the value is kept sealed and is never shown again."
            : "A secret is a key or a password that nodes use by its name. An admin of the workspace makes them."}
        </EmptyState>
      ) : (
        <div className="grid min-h-0 flex-1 content-start gap-4 overflow-y-auto p-6 max-sm:p-4">
          <p className="max-w-[60ch] leading-read text-2">
            Nodes name a secret, and the worker puts its value into their requests. Nobody can read a value here.
          </p>
          <SecretTable
            secrets={secrets}
            mayManage={mayManage}
            onReplace={(secret) => setAsking({ what: "replace", secret })}
            onDelete={(secret) => setAsking({ what: "delete", secret })}
          />
        </div>
      )}
      {asking?.what === "create" && <SecretDialog onClose={close} />}
      {asking?.what === "replace" && <SecretDialog replaced={asking.secret} onClose={close} />}
      {asking?.what === "delete" && <DeleteSecretDialog secret={asking.secret} onClose={close} />}
    </>
  );
}
