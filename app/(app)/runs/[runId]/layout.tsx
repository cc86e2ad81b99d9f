import { loadRunTitle } from "./load-title.ts";

type Props = { params: Promise<{ runId: string }>; children: React.ReactNode };

/** Outside what stands while the run is read: once that is on its way, the answer can be no 404 any more. */
export default async function RunLayout({ params, children }: Props) {
  await loadRunTitle((await params).runId);
  return children;
}
