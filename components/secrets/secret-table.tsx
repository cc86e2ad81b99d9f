"use client";
import Link from "next/link";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { RelativeTime } from "#components/ui/relative-time";
import type { Secret } from "./secrets-page";

const MAX_USERS_SHOWN = 2;

/** By name, with who set the value that is there now and which workflows use it. */
export function SecretTable({
  secrets,
  mayManage,
  onReplace,
  onDelete,
}: {
  secrets: readonly Secret[];
  mayManage: boolean;
  onReplace: (secret: Secret) => void;
  onDelete: (secret: Secret) => void;
}) {
  return (
    <div className="overflow-hidden rounded-3 border border-line bg-node">
      <table className="w-full table-fixed text-xs">
        <thead>
          <tr className="h-[30px] border-b border-line text-left text-3">
            <th className="pl-4 font-medium">Secret</th>
            <th className="font-medium max-sm:hidden">Used by</th>
            <th className="w-36 font-medium max-md:hidden">Set</th>
            {mayManage && (
              <th className="w-44 pr-4 max-sm:w-24">
                <span className="sr-only">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {secrets.map((secret) => (
            <tr key={secret.name} className="h-[54px] border-b border-line last:border-0">
              <td className="py-2 pr-4 pl-4">
                <p className="mono truncate text-sm font-medium" title={secret.name}>
                  {secret.name}
                </p>
                {secret.isReadable ? (
                  <p className="truncate text-3" title={secret.hosts?.join(", ")}>
                    {secret.hosts ? `To ${secret.hosts.join(", ")} only` : "To any host"}
                  </p>
                ) : (
                  <p className="mt-0.5 text-2">
                    <Badge status="failed">cannot be read</Badge>
                    <span className="ml-1.5">Sealed with another key: replace it, or restore the key.</span>
                  </p>
                )}
              </td>
              <td className="pr-4 text-2 max-sm:hidden">
                <Users secret={secret} />
              </td>
              <td className="pr-4 text-2 max-md:hidden">
                <RelativeTime time={secret.setAt} />
                <p className="truncate text-3">by {secret.setBy}</p>
              </td>
              {mayManage && (
                <td className="py-2 pr-4">
                  <Actions name={secret.name} onReplace={() => onReplace(secret)} onDelete={() => onDelete(secret)} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Actions({ name, onReplace, onDelete }: { name: string; onReplace: () => void; onDelete: () => void }) {
  return (
    <span className="flex justify-end gap-1.5 max-sm:flex-col">
      <Button size="sm" onClick={onReplace}>
        Replace<span className="sr-only"> {name}</span>
      </Button>
      <Button size="sm" onClick={onDelete}>
        Delete<span className="sr-only"> {name}</span>
      </Button>
    </span>
  );
}

function Users({ secret: { usedBy } }: { secret: Secret }) {
  if (usedBy.length === 0) return "no workflow";
  const more = usedBy.length - MAX_USERS_SHOWN;
  return (
    <>
      {usedBy.slice(0, MAX_USERS_SHOWN).map(({ workflowId, title }) => (
        <p key={workflowId} className="truncate">
          <Link href={`/workflows/${workflowId}`} className="underline decoration-(--border-strong) underline-offset-3">
            {title}
          </Link>
        </p>
      ))}
      {more > 0 && <p className="text-3">and {more} more</p>}
    </>
  );
}
