"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import { deviceName } from "../accelerators/device-name.ts";
import { placementDetail, placementShare } from "../accelerators/placement-words.ts";
import { Card } from "./card";
import type { Model, ModelVersion } from "./model-data.ts";

/** Which operators of a version each accelerator takes. Nothing where there is no accelerator, or none has tried it yet. */
export function DevicesCard({ model, version }: { model: Model; version: ModelVersion }) {
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.accelerators.placements.queryOptions({ modelId: model.id }));
  const placements = data.filter(({ hash }) => hash === version.hash);
  if (placements.length === 0) return null;
  return (
    <Card title="Accelerators">
      <ul className="grid gap-2 text-xs">
        {placements.map((one) => (
          <li key={one.device}>
            <p className="flex items-baseline justify-between gap-2">
              <span className="font-medium">{deviceName(one.device)}</span>
              <span className="tabular-nums text-2">{placementShare(one)}</span>
            </p>
            <p className="wrap-anywhere text-2 empty:hidden">{placementDetail(one)}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
