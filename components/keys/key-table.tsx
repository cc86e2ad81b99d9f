"use client";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { RelativeTime } from "#components/ui/relative-time";
import type { ApiKey } from "./keys-page";

/** Newest first; those that open nothing any more say so. */
export function KeyTable({
  keys,
  deployments,
  onRevoke,
}: {
  keys: readonly ApiKey[];
  deployments: readonly { id: string; name: string }[];
  onRevoke: (key: ApiKey) => void;
}) {
  return (
    <div className="overflow-hidden rounded-3 border border-line bg-node">
      <table className="w-full table-fixed text-xs">
        <thead>
          <tr className="h-[30px] border-b border-line text-left text-3">
            <th className="pl-4 font-medium">Key</th>
            <th className="font-medium max-sm:hidden">Reaches</th>
            <th className="w-28 font-medium max-md:hidden">Last used</th>
            <th className="w-28 font-medium max-md:hidden">Made</th>
            <th className="w-40 pr-4">
              <span className="sr-only">State</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id} className="h-[54px] border-b border-line last:border-0">
              <td className="pr-4 pl-4">
                <p className="truncate text-sm font-medium">{key.name}</p>
                <p className="mono truncate text-3">{key.prefix}_…</p>
              </td>
              <td className="truncate pr-4 text-2 max-sm:hidden">{reachOf(key, deployments)}</td>
              <td className="text-2 max-md:hidden">
                {key.lastUsedAt ? <RelativeTime time={key.lastUsedAt} /> : "never"}
              </td>
              <td className="text-2 max-md:hidden">
                <RelativeTime time={key.createdAt} />
                <p className="truncate text-3">by {key.createdBy}</p>
              </td>
              <td className="pr-4 text-right">
                {key.revokedAt ? (
                  <>
                    <Badge status="skipped">revoked</Badge>
                    <p className="truncate text-3">
                      <RelativeTime time={key.revokedAt} /> by {key.revokedBy}
                    </p>
                  </>
                ) : key.isExpired ? (
                  <Badge status="skipped">expired</Badge>
                ) : (
                  <Button size="sm" onClick={() => onRevoke(key)}>
                    Revoke<span className="sr-only"> {key.name}</span>
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function reachOf({ mayRun, deploymentIds }: ApiKey, deployments: readonly { id: string; name: string }[]): string {
  const verb = mayRun ? "Runs" : "Reads";
  if (deploymentIds === null) return `${verb} all deployments`;
  const names = deploymentIds.map(
    (id) => deployments.find((deployment) => deployment.id === id)?.name ?? "a former one",
  );
  return `${verb} ${names.join(", ")}`;
}
