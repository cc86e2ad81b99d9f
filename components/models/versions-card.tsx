"use client";
import { Globe, Trash2 } from "lucide-react";
import { useMay } from "#components/shell/session-context";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { RelativeTime } from "#components/ui/relative-time";
import { formatBytes } from "../ui/format-bytes.ts";
import { formatCount, formatShortCount } from "../ui/format-number.ts";
import { Card } from "./card";
import type { Model, ModelVersion } from "./model-data.ts";

/** All versions, newest first; the chosen one is what the other cards show. */
export function VersionsCard({
  model: { versions, deployments },
  chosen,
  onChoose,
  onRemove,
}: {
  model: Model;
  chosen: ModelVersion;
  onChoose: (hash: string) => void;
  onRemove: (version: ModelVersion) => void;
}) {
  const mayRemove = useMay("admin");
  return (
    <Card title="Versions" isFlush>
      <div className="relative overflow-x-auto">
        <table className="w-full border-separate border-spacing-0 text-xs">
          <thead>
            <tr className="text-left text-3 *:h-[30px] *:whitespace-nowrap *:border-b *:border-line *:px-2.5 *:font-medium">
              <th scope="col" className="pl-4!">
                Version
              </th>
              <th scope="col">SHA-256</th>
              <th scope="col">Added</th>
              <th scope="col" className="text-right">
                Parameters
              </th>
              <th scope="col" className="text-right">
                Size
              </th>
              <th scope="col" className="text-right">
                Workflows
              </th>
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <tr
                key={version.hash}
                data-chosen={version === chosen || undefined}
                className="relative hover:bg-hover data-chosen:bg-selected *:h-8 *:whitespace-nowrap *:border-b *:border-line *:px-2.5 last:*:border-0"
              >
                <td className="pl-4!">
                  <button
                    type="button"
                    aria-pressed={version === chosen}
                    onClick={() => onChoose(version.hash)}
                    className="font-medium after:absolute after:inset-0"
                  >
                    v{version.number}
                  </button>
                  {deployments.some(({ modelVersion }) => modelVersion === version.number) && (
                    <span title="Published" className="relative ml-1.5 inline-block align-[-2px] text-3">
                      <Icon icon={Globe} size={12} />
                      <span className="sr-only">Published</span>
                    </span>
                  )}
                </td>
                <td className="mono text-2">{version.hash.slice(0, 8)}</td>
                <td className="text-2">
                  <RelativeTime time={version.createdAt} />
                </td>
                <td className="text-right tabular-nums">{formatShortCount(version.summary.parameterCount)}</td>
                <td className="text-right tabular-nums">{formatBytes(version.sizeBytes)}</td>
                <td className="text-right tabular-nums">{formatCount(version.usedBy.length)}</td>
                <td className="text-right">
                  {mayRemove && (
                    <IconButton
                      icon={Trash2}
                      label={`Delete version ${version.number}`}
                      size="sm"
                      className="relative"
                      onClick={() => onRemove(version)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
