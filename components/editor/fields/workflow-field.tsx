"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronDown, ExternalLink, RefreshCw, Workflow } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { JsonValue } from "#graph/json";
import { workflowRefSchema } from "#graph/workflow-ref";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Popover } from "#components/ui/popover";
import { SearchList } from "#components/ui/search-list";
import { Select } from "#components/ui/select";
import { useEditor } from "../canvas/canvas-context.tsx";
import { useTools } from "../editor-tools.ts";
import { innerHref } from "../structure/open-inner.ts";
import type { FieldProps } from "./field-props.ts";

/** Versions that the list offers; an older one that is chosen already stays. */
const MAX_VERSIONS = 50;

/** A workflow of the workspace. Choosing one keeps its inputs and outputs in the params, so that the ports are there at once. */
export function WorkflowField({ value, onChange, control, isReadOnly, nodeId }: FieldProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tools = useTools();
  const { workflowId: own } = tools;
  const [isOpen, setOpen] = useState(false);
  const workflows = useQuery(trpc.workflows.list.queryOptions());
  const choose = useMutation({
    mutationFn: async (ref: { workflowId: string; version: number | null }) =>
      queryClient.fetchQuery(trpc.workflows.refer.queryOptions(ref, { staleTime: 0 })),
    onSuccess: ({ ref }) => onChange(ref as unknown as JsonValue),
  });
  const parsed = workflowRefSchema.safeParse(value);
  const chosen = parsed.success ? parsed.data : null;
  const hasChanged = useEditor(({ problems }) =>
    problems.some((problem) => problem.nodeId === nodeId && problem.code === "changed-interface"),
  );
  const others = workflows.data?.filter(({ id }) => id !== own) ?? [];
  const current = others.find(({ id }) => id === chosen?.id);
  return (
    <span className="grid gap-1.5">
      <Popover
        label="Workflows"
        isOpen={isOpen}
        onOpenChange={setOpen}
        className="w-72"
        trigger={
          <button
            {...control}
            type="button"
            disabled={isReadOnly}
            className="flex h-sm w-full min-w-0 items-center gap-1.5 rounded-2 border border-control bg-node px-1.5 text-left text-xs aria-invalid:border-danger disabled:opacity-50"
          >
            <Icon icon={Workflow} size={12} className="text-3" />
            <span className={chosen ? "min-w-0 flex-1 truncate" : "min-w-0 flex-1 truncate text-3"}>
              {chosen ? (current?.title ?? chosen.title) : "Choose a workflow"}
            </span>
            <Icon icon={ChevronDown} size={12} className="text-3" />
          </button>
        }
      >
        <SearchList
          label="Search workflows"
          listLabel="Workflows of this workspace"
          size="sm"
          search={(query) => others.filter(({ title }) => title.toLowerCase().includes(query.trim().toLowerCase()))}
          keyOf={({ id }) => id}
          emptyText={
            workflows.isPending
              ? "Looking"
              : workflows.error
                ? workflows.error.message
                : others.length === 0
                  ? "There is no other workflow yet. Make one first."
                  : "No workflow has such a title."
          }
          onChoose={({ id }) => {
            setOpen(false);
            choose.mutate({ workflowId: id, version: null });
          }}
        >
          {({ title, version }) => (
            <>
              <span className="min-w-0 flex-1 truncate">{title}</span>
              <span className="text-2xs text-3 tabular-nums">v{version}</span>
            </>
          )}
        </SearchList>
      </Popover>
      {choose.error && (
        <span role="alert" className="text-2xs text-danger">
          {choose.error.message}
        </span>
      )}
      {chosen && (
        <span className="flex min-w-0 items-center gap-2 text-2xs text-3">
          <Select
            label="Version"
            size="sm"
            isDisabled={isReadOnly || !current}
            value={String(chosen.version ?? "newest")}
            options={versionsOf(current?.version, chosen.version)}
            onChange={(next) =>
              choose.mutate({ workflowId: chosen.id, version: next === "newest" ? null : Number(next) })
            }
          />
          <Link href={innerHref(tools, nodeId, chosen)} className="ml-auto flex shrink-0 items-center gap-1">
            Open
            <Icon icon={ExternalLink} size={12} />
          </Link>
        </span>
      )}
      {chosen && hasChanged && !isReadOnly && (
        <Button
          size="sm"
          icon={RefreshCw}
          isBusy={choose.isPending}
          onClick={() => choose.mutate({ workflowId: chosen.id, version: chosen.version })}
        >
          Update ports
        </Button>
      )}
    </span>
  );
}

function versionsOf(newest: number | undefined, chosen: number | null) {
  const numbers =
    newest === undefined ? [] : Array.from({ length: Math.min(newest, MAX_VERSIONS) }, (_, i) => newest - i);
  if (chosen !== null && !numbers.includes(chosen)) numbers.push(chosen);
  return [
    { value: "newest", label: newest === undefined ? "Newest" : `Newest (${newest})` },
    ...numbers.map((number) => ({ value: String(number), label: `Version ${number}` })),
  ];
}
