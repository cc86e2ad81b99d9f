import { notFound } from "next/navigation";
import { loadModels } from "../load-models.ts";

type Props = { params: Promise<{ modelId: string }>; children: React.ReactNode };

/** Outside what stands while the model is read: once that is on its way, the answer can be no 404 any more. */
export default async function ModelLayout({ params, children }: Props) {
  const { modelId } = await params;
  const models = await loadModels();
  if (!models.some(({ id }) => id === modelId)) notFound();
  return children;
}
