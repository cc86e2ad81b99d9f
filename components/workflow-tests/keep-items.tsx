"use client";
import { FlaskConical } from "lucide-react";
import { createContext, useContext, useState } from "react";
import { useMay } from "#components/shell/session-context";
import { IconButton } from "#components/ui/icon-button";
import { lazyDialog } from "#components/ui/lazy-dialog";
import type { RunState } from "#graph/run-events";
import type { GraphEdge } from "#graph/schema";
import type { RunDetails } from "../runs/run-details.ts";
import { ItemAction } from "../runs/values/item-action";

const KeepItemDialog = lazyDialog(async () => (await import("./keep-item-dialog")).KeepItemDialog);

type KeptRun = Pick<RunDetails, "id" | "number">;

const KeptRunContext = createContext<KeptRun | null>(null);

/** Around all that is shown of a run: its items can be kept as tests where the run as a whole could be. */
export function KeptRun({
  details,
  run,
  children,
}: {
  details: KeptRun & Pick<RunDetails, "part">;
  run: RunState;
  children: React.ReactNode;
}) {
  const mayEdit = useMay("editor");
  const mayBeKept = mayEdit && run.status === "succeeded" && details.part.kind === "all";
  return <KeptRunContext value={mayBeKept ? details : null}>{children}</KeptRunContext>;
}

/** Around the value that passed a port of the run: each item of its list can be kept. */
export function KeepItems({ from, children }: { from: GraphEdge["from"] | undefined; children: React.ReactNode }) {
  const run = useContext(KeptRunContext);
  if (!run || !from) return children;
  return <ItemAction value={(index) => <KeepItem details={run} item={{ ...from, index }} />}>{children}</ItemAction>;
}

function KeepItem(place: Omit<React.ComponentProps<typeof KeepItemDialog>, "onClose">) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <IconButton icon={FlaskConical} label="Keep item as a test…" size="sm" onClick={() => setIsOpen(true)} />
      {isOpen && <KeepItemDialog {...place} onClose={() => setIsOpen(false)} />}
    </>
  );
}
