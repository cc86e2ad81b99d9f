import type { Metadata } from "next";
import { ModelsFrame } from "#components/models/models-frame";
import { load } from "../load.ts";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsLayout({ children }: { children: React.ReactNode }) {
  const models = await load((caller) => caller.models.list());
  return <ModelsFrame initial={models}>{children}</ModelsFrame>;
}
