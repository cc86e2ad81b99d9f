"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { PageHeader } from "#components/shell/page-header";
import { useMay } from "#components/shell/session-context";
import { type RouterOutputs, useTRPC } from "#components/trpc";
import { Badge } from "#components/ui/badge";
import { Button, LinkButton } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Card } from "../models/card";
import { PortsCard } from "../models/ports-card";
import { formatDuration } from "../ui/format-duration.ts";
import { formatCount } from "../ui/format-number.ts";
import { showToast } from "../ui/toast-store.ts";
import { ModelRequestCard } from "./model-request-card";
import { RequestCard } from "./request-card";
import { TryCard } from "./try-card";
import { VersionsCard } from "./versions-card";

export type Deployment = RouterOutputs["deployments"]["get"];
export type WorkflowDeployment = Extract<Deployment, { type: "workflow" }>;
export type ModelDeployment = Extract<Deployment, { type: "model" }>;

/** One published name: how to ask it, what was asked, and what answers. */
export function DeploymentPage({ initial }: { initial: Deployment }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayPublish = useMay("admin");
  const [isUnpublishing, setIsUnpublishing] = useState(false);
  const deploymentId = initial.id;
  const { data: deployment } = useQuery(
    trpc.deployments.get.queryOptions({ deploymentId }, { initialData: initial, refetchInterval: 10_000 }),
  );
  const refresh = () => queryClient.invalidateQueries(trpc.deployments.pathFilter());
  const onError = (error: { message: string }) =>
    showToast({ tone: "failed", title: "Nothing was changed", description: error.message });
  const activate = useMutation(trpc.deployments.activate.mutationOptions({ onSuccess: refresh, onError }));
  const unpublish = useMutation(trpc.deployments.unpublish.mutationOptions({ onSuccess: refresh, onError }));
  const { name, current } = deployment;
  const isPublished = current !== null;
  return (
    <>
      <PageHeader
        before={
          <Link href="/deployments" aria-label="All deployments" className="rounded-2 text-2 hover:text-1">
            <ArrowLeft aria-hidden size={16} />
          </Link>
        }
        title={<span className="mono">{name}</span>}
        facts={<Badge isOutlined={isPublished}>{isPublished ? `version ${current}` : "not published"}</Badge>}
        actions={
          <>
            <LinkButton>
              {deployment.type === "workflow" ? (
                <Link href={`/workflows/${deployment.workflowId}`}>Open the workflow</Link>
              ) : (
                <Link href={`/models/${deployment.modelId}`}>Open the model</Link>
              )}
            </LinkButton>
            {mayPublish && isPublished && <Button onClick={() => setIsUnpublishing(true)}>Unpublish</Button>}
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-4">
        <p className="mb-4 text-2">
          Answers with the {deployment.type}{" "}
          <span className="font-medium text-1">
            {deployment.type === "workflow" ? deployment.workflowTitle : deployment.modelName}
          </span>
          {isPublished ? ` as it was published in version ${current}.` : " once a version is published again."}
        </p>
        <div className="grid max-w-[1100px] gap-4 lg:grid-cols-2">
          {deployment.type === "workflow" ? (
            <>
              <RequestCard deployment={deployment} />
              <TryCard key={current} deployment={deployment} />
              <RunsCard deployment={deployment} />
            </>
          ) : (
            <>
              <ModelRequestCard deployment={deployment} />
              <PortsCard summary={deployment} />
            </>
          )}
          <VersionsCard
            deployment={deployment}
            isBusy={activate.isPending}
            onActivate={mayPublish ? (number) => activate.mutate({ deploymentId, number }) : null}
          />
        </div>
      </div>
      {isUnpublishing && (
        <Dialog
          isOpen
          onOpenChange={setIsUnpublishing}
          title={`Unpublish “${name}”?`}
          description="Requests are answered with 404 from now on. The history stays, and any version can answer again."
          actions={
            <>
              <Button onClick={() => setIsUnpublishing(false)}>Keep it</Button>
              <Button
                variant="danger"
                isBusy={unpublish.isPending}
                onClick={() => unpublish.mutate({ deploymentId }, { onSettled: () => setIsUnpublishing(false) })}
              >
                Unpublish
              </Button>
            </>
          }
        />
      )}
    </>
  );
}

function RunsCard({ deployment: { traffic, workflowId } }: { deployment: WorkflowDeployment }) {
  return (
    <Card title="Requests" note="last 24 hours">
      <dl className="grid grid-cols-4 gap-2 max-sm:grid-cols-2">
        <Fact label="Requests" value={formatCount(traffic.requests)} />
        <Fact label="Failed" value={formatCount(traffic.failed)} />
        <Fact label="Median" value={traffic.medianMs === null ? "–" : formatDuration(traffic.medianMs)} />
        <Fact label="95th percentile" value={traffic.p95Ms === null ? "–" : formatDuration(traffic.p95Ms)} />
      </dl>
      <p className="mt-3 text-xs text-3">
        Each request is a run: <Link href={`/runs?workflow=${workflowId}`}>runs of this workflow</Link>.
      </p>
    </Card>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt className="text-xs text-3">{label}</dt>
      <dd className="text-lg tabular-nums">{value}</dd>
    </div>
  );
}
