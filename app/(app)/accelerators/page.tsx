import type { Metadata } from "next";
import { AcceleratorsPage } from "#components/accelerators/accelerators-page";
import { load } from "../load.ts";

export const metadata: Metadata = { title: "Accelerators" };

export default async function Page() {
  const [workers, placements] = await load((caller) =>
    Promise.all([caller.accelerators.list(), caller.accelerators.placements({})]),
  );
  return <AcceleratorsPage initial={workers} placements={placements} />;
}
