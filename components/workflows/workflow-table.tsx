"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ClipboardList, Copy, Download, Ellipsis, FlaskConical, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import { asServerError, useTRPC, useTRPCClient } from "#components/trpc";
import { Button, LinkButton } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Field } from "#components/ui/field";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "#components/ui/menu";
import { RelativeTime } from "#components/ui/relative-time";
import { runGlyph } from "../runs/run-glyph.ts";
import { StatusLabel } from "#components/ui/status-glyph";
import { TextInput } from "#components/ui/text-input";
import { downloadWorkflow } from "../editor/clipboard/download-file.ts";
import { formatQuantity } from "../ui/format-number.ts";
import { showToast } from "../ui/toast-store.ts";
import { testsHref } from "../workflow-tests/tests-href.ts";
import type { WorkflowRow } from "./workflows-page.tsx";

/** Workflows, last changed first: open, rename, copy, download, delete. */
export function WorkflowTable({ workflows, mayEdit }: { workflows: WorkflowRow[]; mayEdit: boolean }) {
  const [renaming, setRenaming] = useState<WorkflowRow | null>(null);
  const [removing, setRemoving] = useState<WorkflowRow | null>(null);
  if (workflows.length === 0) return null;
  return (
    <>
      <div className="overflow-hidden rounded-3 border border-line bg-node">
        <table className="w-full table-fixed text-xs">
          <thead>
            <tr className="h-[30px] border-b border-line text-left text-3">
              <th className="pl-4 font-medium">Workflow</th>
              <th className="w-28 font-medium max-md:hidden">Size</th>
              <th className="w-48 font-medium max-sm:hidden">Last run</th>
              <th className="w-32 font-medium max-sm:w-24">Changed</th>
              <th className="w-28 max-sm:w-20">
                <span className="sr-only">Form and menu</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {workflows.map((workflow) => (
              <tr key={workflow.id} className="relative h-[54px] border-b border-line last:border-0 hover:bg-hover">
                <td className="pr-4 pl-4">
                  <Link
                    href={`/workflows/${workflow.id}`}
                    className="block truncate text-sm font-medium no-underline after:absolute after:inset-0 after:right-28 max-sm:after:right-20"
                  >
                    {workflow.title}
                  </Link>
                  {workflow.description && <p className="truncate text-3">{workflow.description}</p>}
                </td>
                <td className="text-2 tabular-nums max-md:hidden">{formatQuantity(workflow.nodeCount, "node")}</td>
                <td className="max-sm:hidden">
                  {workflow.lastRun ? (
                    <Link
                      href={`/runs/${workflow.lastRun.id}`}
                      className="relative z-[1] inline-flex items-center gap-2 rounded-2 no-underline hover:underline"
                    >
                      <StatusLabel status={runGlyph(workflow.lastRun.status)} />
                      <span className="text-3">
                        <RelativeTime time={workflow.lastRun.createdAt} />
                      </span>
                    </Link>
                  ) : (
                    <span className="text-3">Never run</span>
                  )}
                </td>
                <td className="text-2">
                  <RelativeTime time={workflow.updatedAt} />
                </td>
                <td className="relative z-[1] pr-2 text-right whitespace-nowrap">
                  <LinkButton size="sm" variant="quiet" className="pointer-coarse:h-9">
                    <Link href={`/workflows/${workflow.id}/form`} aria-label={`Form of ${workflow.title}`}>
                      <Icon icon={ClipboardList} size={14} />
                      <span className="max-sm:sr-only">Form</span>
                    </Link>
                  </LinkButton>
                  <RowMenu
                    workflow={workflow}
                    mayEdit={mayEdit}
                    onRename={() => setRenaming(workflow)}
                    onRemove={() => setRemoving(workflow)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {renaming && <RenameDialog workflow={renaming} onClose={() => setRenaming(null)} />}
      {removing && <RemoveDialog workflow={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}

function RowMenu({
  workflow,
  mayEdit,
  onRename,
  onRemove,
}: {
  workflow: WorkflowRow;
  mayEdit: boolean;
  onRename: () => void;
  onRemove: () => void;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const failed = (title: string) => (error: Error) => showToast({ tone: "failed", title, description: error.message });
  const download = useMutation({
    mutationFn: () => client.workflows.exportFile.query({ workflowId: workflow.id }),
    onSuccess: (file) => downloadWorkflow(file),
    onError: failed("The file was not made"),
  });
  const copy = useMutation({
    mutationFn: async () => {
      const { graph, title } = await client.workflows.get.query({ workflowId: workflow.id });
      return client.workflows.create.mutate({ title: `${title} (copy)`.slice(0, 200), graph });
    },
    onSuccess: () => queryClient.invalidateQueries(trpc.workflows.list.queryFilter()),
    onError: failed("No copy was made"),
  });
  return (
    <Menu trigger={<IconButton icon={Ellipsis} label={`Menu of ${workflow.title}`} />}>
      {mayEdit && (
        <>
          <MenuItem icon={Pencil} onSelect={onRename}>
            Rename
          </MenuItem>
          <MenuItem icon={Copy} onSelect={() => copy.mutate()}>
            Duplicate
          </MenuItem>
        </>
      )}
      <MenuItem icon={Download} onSelect={() => download.mutate()}>
        Download as a file
      </MenuItem>
      <MenuLink>
        <Link href={testsHref(workflow.id)} className="no-underline">
          <Icon icon={FlaskConical} size={14} />
          Tests
        </Link>
      </MenuLink>
      {mayEdit && (
        <>
          <MenuSeparator />
          <MenuItem icon={Trash2} isDangerous onSelect={onRemove}>
            Delete
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

function RenameDialog({ workflow, onClose }: { workflow: WorkflowRow; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [title, setTitle] = useState(workflow.title);
  const rename = useMutation(
    trpc.workflows.rename.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.workflows.list.queryFilter());
        onClose();
      },
    }),
  );
  return (
    <Dialog isOpen onOpenChange={onClose} title="Rename the workflow">
      <form
        className="grid gap-3 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim()) rename.mutate({ workflowId: workflow.id, title: title.trim() });
        }}
      >
        <Field
          label="Title"
          error={rename.error?.message ?? (title.trim() ? null : "A title has at least one character.")}
        >
          {(control) => (
            <TextInput
              {...control}
              autoFocus
              maxLength={200}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Keep the old one</Button>
          <Button type="submit" variant="primary" isBusy={rename.isPending}>
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const usedBySchema = z.object({ usedBy: z.array(z.object({ workflowId: z.string(), title: z.string() })) });

/** Asks before a workflow is deleted; one that others run cannot be, and the dialog says by which. */
function RemoveDialog({ workflow, onClose }: { workflow: WorkflowRow; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.workflows.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.workflows.list.queryFilter());
        onClose();
      },
    }),
  );
  const users = useQuery(trpc.workflows.usedBy.queryOptions({ workflowId: workflow.id }, { staleTime: 0 }));
  // Another member may have begun to use it since: the server's answer counts.
  const refused = usedBySchema.safeParse(asServerError(remove.error)?.data?.details);
  const usedBy = refused.success ? refused.data.usedBy : (users.data ?? []);
  if (usedBy.length > 0) {
    return (
      <Dialog
        isOpen
        onOpenChange={onClose}
        title={`“${workflow.title}” is in use`}
        description={`${formatQuantity(usedBy.length, "workflow")} would no longer run. Choose another workflow there first, then delete it here.`}
        actions={
          <Button variant="primary" onClick={onClose}>
            Keep it
          </Button>
        }
      >
        <ul aria-label="Used by" className="grid gap-1">
          {usedBy.map(({ workflowId, title }) => (
            <li key={workflowId}>
              <Link
                href={`/workflows/${workflowId}`}
                className="underline decoration-(--border-strong) underline-offset-3"
              >
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Delete “${workflow.title}”?`}
      description="It leaves the list. Its past runs stay, with all that they recorded."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            variant="danger"
            isBusy={remove.isPending || users.isPending}
            onClick={() => remove.mutate({ workflowId: workflow.id })}
          >
            Delete the workflow
          </Button>
        </>
      }
    >
      {remove.error && (
        <p role="alert" className="text-xs text-danger">
          {remove.error.message}
        </p>
      )}
    </Dialog>
  );
}
