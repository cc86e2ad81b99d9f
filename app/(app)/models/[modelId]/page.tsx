import type { Metadata } from "next";
import { cache } from "react";
import { ModelPage } from "#components/models/model-page";
import { load } from "../../load.ts";

type Props = { params: Promise<{ modelId: string }> };

/** Read once for the title and the page. */
const loadModel = cache((modelId: string) => load((caller) => caller.models.get({ modelId })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadModel((await params).modelId)).name };
}

export default async function Page({ params }: Props) {
  const model = await loadModel((await params).modelId);
  return <ModelPage key={model.id} initial={model} />;
}
