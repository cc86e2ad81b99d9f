import type { Metadata } from "next";
import { GalleryPage } from "#components/gallery/gallery-page";
import { load } from "../../load.ts";

export const metadata: Metadata = { title: "Gallery" };

export default async function Page() {
  const templates = await load((caller) => caller.templates.list());
  return <GalleryPage templates={templates} />;
}
