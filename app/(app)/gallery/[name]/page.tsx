import type { Metadata } from "next";
import { cache } from "react";
import { TemplatePage } from "#components/gallery/template-page";
import { load } from "../../load.ts";

type Props = { params: Promise<{ name: string }> };

/** Read once for the title and the page. */
const loadTemplate = cache((name: string) => load((caller) => caller.templates.get({ name })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadTemplate((await params).name)).title };
}

export default async function Page({ params }: Props) {
  const template = await loadTemplate((await params).name);
  return <TemplatePage key={template.name} template={template} />;
}
