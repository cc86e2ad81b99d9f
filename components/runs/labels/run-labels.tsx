"use client";
import { Tag } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useMay } from "#components/shell/session-context";
import { Badge } from "#components/ui/badge";
import { IconButton } from "#components/ui/icon-button";
import { lazyDialog } from "#components/ui/lazy-dialog";
import { plainOrQuoted } from "#graph/run-query/print-run-query";
import { runsAddress } from "../list/run-query-url.ts";
import type { Labelled } from "./labels-dialog.tsx";

const LabelsDialog = lazyDialog(async () => (await import("./labels-dialog.tsx")).LabelsDialog);

/** The tags of a run, each of which leads to all that have it, its note, and the way to change both. */
export function RunLabels({ run }: { run: Labelled }) {
  const mayEdit = useMay("runner");
  const [isEditing, setEditing] = useState(false);
  return (
    <>
      {run.tags.map((tag) => (
        <Link key={tag} href={runsAddress(`tag:${plainOrQuoted(tag)}`)} className="no-underline">
          <Badge isOutlined>{tag}</Badge>
        </Link>
      ))}
      {run.note && (
        <span className="max-w-56 truncate text-2" title={run.note}>
          {run.note}
        </span>
      )}
      {mayEdit && <IconButton icon={Tag} label="Tags and note" onClick={() => setEditing(true)} />}
      {isEditing && <LabelsDialog run={run} onClose={() => setEditing(false)} />}
    </>
  );
}
