import { AppShell } from "#components/shell/app-shell";
import { load } from "./load.ts";

export default async function AppLayout({ children }: { children: React.ReactNode }) {
  const session = await load((caller) => caller.session.get());
  return <AppShell session={session}>{children}</AppShell>;
}
