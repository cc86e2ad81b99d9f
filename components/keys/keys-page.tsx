"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { PageHeader } from "#components/shell/page-header";
import { type RouterOutputs, useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { EmptyState } from "#components/ui/empty-state";
import { showToast } from "../ui/toast-store.ts";
import { KeyTable } from "./key-table";
import { NewKeyDialog } from "./new-key-dialog";

export type ApiKey = RouterOutputs["apiKeys"]["list"][number];
type Deployments = RouterOutputs["deployments"]["list"];

/** The keys of the workspace; `initial` is null for those who may not see them. */
export function KeysPage({ initial, deployments }: { initial: ApiKey[] | null; deployments: Deployments }) {
  if (initial) return <KeysOfWorkspace initial={initial} deployments={deployments} />;
  return (
    <>
      <PageHeader title="API keys" />
      <EmptyState icon={KeyRound} title="Keys are for admins">
        An admin of the workspace makes the keys with which programs run deployments. Ask one for yours.
      </EmptyState>
    </>
  );
}

function KeysOfWorkspace({ initial, deployments }: { initial: ApiKey[]; deployments: Deployments }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isMaking, setIsMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const { data: keys } = useQuery(trpc.apiKeys.list.queryOptions(undefined, { initialData: initial }));
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter()),
      onError: (error) => showToast({ tone: "failed", title: "The key still works", description: error.message }),
      onSettled: () => setRevoking(null),
    }),
  );
  return (
    <>
      <PageHeader
        title="API keys"
        facts={keys.length > 0 && <span className="tabular-nums">{keys.length}</span>}
        actions={
          <Button variant="primary" icon={Plus} onClick={() => setIsMaking(true)}>
            New key
          </Button>
        }
      />
      {keys.length === 0 ? (
        <EmptyState icon={KeyRound} title="No program has a key yet">
          A key lets a program run what is published, all of it or single deployments. It is shown once, when it is
          made.
        </EmptyState>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-4">
          <KeyTable keys={keys} deployments={deployments} onRevoke={setRevoking} />
        </div>
      )}
      {isMaking && <NewKeyDialog deployments={deployments} onClose={() => setIsMaking(false)} />}
      {revoking && (
        <Dialog
          isOpen
          onOpenChange={() => setRevoking(null)}
          title={`Revoke “${revoking.name}”?`}
          description="Programs that use it are refused from now on. This cannot be undone; its past runs stay."
          actions={
            <>
              <Button onClick={() => setRevoking(null)}>Keep it</Button>
              <Button
                variant="danger"
                isBusy={revoke.isPending}
                onClick={() => revoke.mutate({ apiKeyId: revoking.id })}
              >
                Revoke the key
              </Button>
            </>
          }
        />
      )}
    </>
  );
}
