import type { Metadata } from "next";
import { StoragePage } from "#components/storage/storage-page";
import { load } from "../../load.ts";

export const metadata: Metadata = { title: "Storage" };

export default async function Page() {
  const [usage, keeping] = await load((caller) => Promise.all([caller.storage.usage(), caller.storage.keeping()]));
  return <StoragePage initialUsage={usage} initialKeeping={keeping} />;
}
