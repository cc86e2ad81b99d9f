import type { Metadata } from "next";
import { ModelsFrame } from "#components/models/models-frame";
import { loadModels } from "./load-models.ts";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsLayout({ children }: { children: React.ReactNode }) {
  const models = await loadModels();
  return <ModelsFrame initial={models}>{children}</ModelsFrame>;
}
