"use client";
import { useMutation } from "@tanstack/react-query";
import { Pin } from "lucide-react";
import { useTRPCClient } from "#components/trpc";
import { Button } from "#components/ui/button";
import { pinPort } from "#graph/commands/pin-ports";
import { applyPatch } from "#graph/patch";
import type { RecordedFlow } from "#graph/recorded-values";
import { showToast } from "../ui/toast-store.ts";

/** Pins the value in the workflow as it is now, in a version of its own. */
export function PinValueButton({
  workflowId,
  nodeId,
  port,
  label,
  record,
}: {
  workflowId: string;
  nodeId: string;
  port: string;
  label: string;
  record: RecordedFlow;
}) {
  const client = useTRPCClient();
  const pin = useMutation({
    mutationFn: async () => {
      const { graph, version } = await client.workflows.get.query({ workflowId });
      if (!graph.nodes[nodeId]) throw new Error("The workflow does not have this node any more.");
      const pinned = applyPatch(graph, pinPort(graph, { nodeId, port, record }));
      return client.workflows.save.mutate({ workflowId, baseVersion: version, graph: pinned });
    },
    onSuccess: ({ version }) =>
      showToast({
        title: `${label} is pinned`,
        description: `Version ${version} of the workflow gives this value in every run. Unpin it in the editor.`,
      }),
    onError: (error) => showToast({ tone: "failed", title: "The value was not pinned", description: error.message }),
  });
  return (
    <Button
      size="sm"
      variant="quiet"
      icon={Pin}
      aria-label={`Pin this value at ${label}`}
      isBusy={pin.isPending}
      onClick={() => pin.mutate()}
    >
      Pin this value
    </Button>
  );
}
