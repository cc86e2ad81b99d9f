"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { GitCompareArrows, Globe, Pencil } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "#components/trpc";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { RelativeTime } from "#components/ui/relative-time";
import { TextInput } from "#components/ui/text-input";
import { useMay } from "../shell/session-context.tsx";
import { formatCount, formatQuantity } from "../ui/format-number.ts";
import { showToast } from "../ui/toast-store.ts";
import type { VersionRow } from "./group-versions.ts";
import type { ShownVersions } from "./version-url.ts";

/** One save: who and when, its name, what ran and answers from it. It shows itself, or compares itself with what is shown. */
export function VersionItem({
  version: { number, name, savedBy, savedAt, nodeCount, runCount, tests, publishedAs },
  workflowId,
  shown,
  onShow,
}: {
  version: VersionRow;
  workflowId: string;
  shown: ShownVersions;
  onShow: (shown: ShownVersions) => void;
}) {
  const mayEdit = useMay("editor");
  const [isNaming, setIsNaming] = useState(false);
  const rename = useNameVersion();
  const isShown = shown.kind === "one" ? shown.version === number : [shown.before, shown.after].includes(number);
  const other = shown.kind === "one" ? shown.version : shown.after;
  const label = name ?? `Version ${number}`;
  return (
    <li
      aria-label={label}
      data-shown={isShown || undefined}
      className="flex items-start gap-0.5 rounded-2 px-1 py-1 hover:bg-hover data-[shown]:bg-selected"
    >
      {isNaming ? (
        <NameForm
          number={number}
          name={name}
          onDone={(next) => {
            setIsNaming(false);
            if (next !== undefined && next !== name) rename.mutate({ workflowId, version: number, name: next });
          }}
        />
      ) : (
        <button
          type="button"
          aria-current={isShown || undefined}
          className="min-w-0 flex-1 rounded-2 px-1.5 text-left text-xs"
          onClick={() => onShow({ kind: "one", version: number })}
        >
          <span className="flex flex-wrap items-center gap-1.5">
            <span className={name ? "font-strong" : "font-medium"}>{label}</span>
            {name && <span className="text-3 tabular-nums">{number}</span>}
            {publishedAs.map((deployment) => (
              <Badge key={deployment} status="succeeded">
                <Icon icon={Globe} size={12} /> {deployment}
              </Badge>
            ))}
          </span>
          <span className="block text-2xs text-3">
            {savedBy.name}, <RelativeTime time={savedAt} /> · {formatQuantity(nodeCount, "node")}
            {runCount > 0 && ` · ${formatQuantity(runCount, "run")}`}
          </span>
          {tests && (
            <span
              data-status={tests.passed === tests.judged ? "succeeded" : "failed"}
              className="block text-2xs text-state"
            >
              {formatCount(tests.passed)} of {formatQuantity(tests.judged, "test")} passed
            </span>
          )}
        </button>
      )}
      {mayEdit && !isNaming && (
        <IconButton icon={Pencil} size="sm" label={`Name version ${number}`} onClick={() => setIsNaming(true)} />
      )}
      {!isShown && (
        <IconButton
          icon={GitCompareArrows}
          size="sm"
          label={`Compare version ${number} with ${other}`}
          onClick={() => onShow({ kind: "two", before: Math.min(number, other), after: Math.max(number, other) })}
        />
      )}
    </li>
  );
}

/** Enter keeps the name, an empty one takes it away, Esc leaves it. */
function NameForm({
  number,
  name,
  onDone,
}: {
  number: number;
  name: string | null;
  onDone: (name: string | null | undefined) => void;
}) {
  return (
    <form
      className="flex min-w-0 flex-1 gap-1 px-1"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(String(new FormData(event.currentTarget).get("name") ?? "").trim() || null);
      }}
      onKeyDown={({ key }) => key === "Escape" && onDone(undefined)}
    >
      <TextInput
        name="name"
        inputSize="sm"
        aria-label={`Name of version ${number}`}
        defaultValue={name ?? ""}
        maxLength={200}
        placeholder="No name"
        autoFocus
      />
      <Button type="submit" size="sm">
        Keep
      </Button>
    </form>
  );
}

function useNameVersion() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.workflows.nameVersion.mutationOptions({
      onSuccess: () =>
        queryClient.invalidateQueries({ queryKey: trpc.workflows.versions.infiniteQueryKey().slice(0, 1) }),
      onError: (error, { version }) =>
        showToast({ tone: "failed", title: `Version ${version} keeps its name`, description: error.message }),
    }),
  );
}
