"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, LockKeyhole, Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { secretRefSchema } from "#graph/secret-ref";
import { useMay } from "#components/shell/session-context";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { lazyDialog } from "#components/ui/lazy-dialog";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/menu";
import type { FieldProps } from "./field-props.ts";

const SecretDialog = lazyDialog(async () => (await import("#components/secrets/secret-dialog")).SecretDialog);

/** A secret of the workspace, by its name: the graph holds nothing else of it. Those who may make one do so here. */
export function SecretField({ value, onChange, control, isReadOnly }: FieldProps) {
  const trpc = useTRPC();
  const mayManage = useMay("admin");
  const maySee = useMay("editor");
  const secrets = useQuery(trpc.secrets.list.queryOptions(undefined, { enabled: maySee }));
  const [making, setMaking] = useState<string | null>(null);
  const parsed = secretRefSchema.safeParse(value);
  const chosen = parsed.success ? parsed.data.secretName : null;
  const isMissing = chosen !== null && secrets.data !== undefined && !secrets.data.some(({ name }) => name === chosen);
  return (
    <span className="grid min-w-0 gap-1">
      <Menu
        align="start"
        trigger={
          <button
            {...control}
            type="button"
            disabled={isReadOnly}
            className="flex h-sm w-full min-w-0 items-center gap-1.5 rounded-2 border border-control bg-node px-1.5 text-left text-xs aria-invalid:border-danger disabled:opacity-50"
          >
            <Icon icon={LockKeyhole} size={12} className="text-3" />
            <span className={chosen ? "mono min-w-0 flex-1 truncate" : "min-w-0 flex-1 truncate text-3"}>
              {chosen ?? "Choose a secret"}
            </span>
            <Icon icon={ChevronDown} size={12} className="text-3" />
          </button>
        }
      >
        <MenuLabel>
          {secrets.error
            ? secrets.error.message
            : secrets.data?.length
              ? "Secrets of this workspace"
              : secrets.isPending
                ? "Looking"
                : "No secrets yet"}
        </MenuLabel>
        {secrets.data?.map(({ name, hosts }) => (
          <MenuItem key={name} onSelect={() => onChange({ secretName: name })}>
            <span className="flex items-baseline gap-3">
              <span className="mono max-w-60 truncate">{name}</span>
              {hosts && <span className="ml-auto max-w-40 truncate text-2xs text-3">{hosts.join(", ")}</span>}
            </span>
          </MenuItem>
        ))}
        {(chosen !== null || mayManage) && <MenuSeparator />}
        {chosen !== null && <MenuItem onSelect={() => onChange(undefined)}>None</MenuItem>}
        {mayManage && (
          <MenuItem icon={Plus} onSelect={() => setMaking("")}>
            New secret
          </MenuItem>
        )}
      </Menu>
      {isMissing && mayManage && !isReadOnly && (
        <Button size="sm" icon={Plus} onClick={() => setMaking(chosen)}>
          Create {chosen}
        </Button>
      )}
      {mayManage && (
        <Link href="/settings/secrets" className="justify-self-end text-2xs text-3">
          All secrets
        </Link>
      )}
      {making !== null && (
        <SecretDialog
          suggestedName={making}
          onMade={(name) => onChange({ secretName: name })}
          onClose={() => setMaking(null)}
        />
      )}
    </span>
  );
}
