import type { Metadata } from "next";
import { AcceleratorsPage } from "#components/accelerators/accelerators-page";
import { load } from "../load.ts";

export const metadata: Metadata = { title: "Accelerators" };

export default async function Page() {
  const workers = await load((caller) => caller.accelerators.list());
  return <AcceleratorsPage initial={workers} />;
}
