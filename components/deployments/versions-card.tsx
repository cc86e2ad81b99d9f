"use client";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { RelativeTime } from "#components/ui/relative-time";
import { Card } from "../models/card";
import type { Deployment } from "./deployment-page";

/** All that was published under the name, newest first. `onActivate` is null for those who may not. */
export function VersionsCard({
  deployment: { type, versions, current },
  isBusy,
  onActivate,
}: {
  deployment: Deployment;
  isBusy: boolean;
  onActivate: ((number: number) => void) | null;
}) {
  return (
    <Card title="Versions" isFlush>
      <ul>
        {versions.map(({ number, sourceVersion, publishedBy, publishedAt }) => (
          <li key={number} className="flex min-h-11 items-center gap-3 border-t border-line px-4 py-1.5 text-xs">
            <span className="shrink-0 font-medium tabular-nums">Version {number}</span>
            <span className="min-w-0 truncate text-2">
              {type === "workflow" ? "save" : "model version"} {sourceVersion}, by {publishedBy},{" "}
              <RelativeTime time={publishedAt} />
            </span>
            <span className="ml-auto shrink-0">
              {number === current ? (
                <Badge status="succeeded">answers</Badge>
              ) : (
                onActivate && (
                  <Button size="sm" isBusy={isBusy} onClick={() => onActivate(number)}>
                    {current === null ? "Publish again" : number < current ? "Roll back" : "Let it answer"}
                    <span className="sr-only"> version {number}</span>
                  </Button>
                )
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
