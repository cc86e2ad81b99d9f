import { loadBatchName } from "./load-name.ts";

type Props = { params: Promise<{ batchId: string }>; children: React.ReactNode };

/** Outside what stands while the batch is read: once that is on its way, the answer can be no 404 any more. */
export default async function BatchLayout({ params, children }: Props) {
  await loadBatchName((await params).batchId);
  return children;
}
