"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "#components/trpc";
import { deviceName } from "./device-name.ts";
import { type Placement, placementDetail, placementShare } from "./placement-words.ts";

/** For each device beside the processor: which of the workspace's models it takes whole, and what falls back to the processor. */
export function PlacementsSection({ initial }: { initial: Placement[] }) {
  const trpc = useTRPC();
  const { data: placements } = useQuery(
    trpc.accelerators.placements.queryOptions({}, { initialData: initial, refetchInterval: 10_000 }),
  );
  const byDevice = Map.groupBy(placements, ({ device }) => device);

  return Array.from(byDevice, ([device, models]) => (
    <section
      key={device}
      aria-label={`Models on ${deviceName(device)}`}
      className="overflow-hidden rounded-3 border border-line bg-node"
    >
      <h2 className="px-4 pb-2.5 pt-3.5 text-md">Models on {deviceName(device)}</h2>
      <ul>
        {models.map((one) => (
          <PlacementRow key={`${one.modelId} ${one.version}`} placement={one} />
        ))}
      </ul>
    </section>
  ));
}

function PlacementRow({ placement }: { placement: Placement }) {
  const { modelId, name, version } = placement;
  const detail = placementDetail(placement);
  return (
    <li className="border-t border-line px-4 py-2.5">
      <p className="flex items-baseline gap-2">
        <Link href={`/models/${modelId}`} className="truncate font-medium hover:underline">
          {name}
        </Link>
        <span className="shrink-0 text-xs text-3">v{version}</span>
        <span className="ml-auto shrink-0 text-xs tabular-nums text-2">{placementShare(placement)}</span>
      </p>
      {detail && <p className="mt-0.5 wrap-anywhere text-xs text-2">{detail}</p>}
    </li>
  );
}
