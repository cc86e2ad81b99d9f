"use client";
import { Maximize2 } from "lucide-react";
import { useMemo, useState } from "react";
import { Dialog } from "#components/ui/dialog";
import { IconButton } from "#components/ui/icon-button";
import { ItemsOpen, useOpenInAddress, useValuePlace } from "./value-place";

/** A button that opens the value in all of the window; on pages that can, under an address of its own. */
export function LargeView({
  title,
  item,
  children,
}: {
  title: string;
  /** The one that is open in a list. */
  item?: number | undefined;
  children: () => React.ReactNode;
}) {
  const place = useValuePlace();
  const openInAddress = useOpenInAddress();
  const [isOpen, setIsOpen] = useState(false);
  const path = useMemo(() => (item === undefined ? [] : [item]), [item]);
  const items = useMemo(() => ({ path, onGo: () => undefined }), [path]);
  return (
    <>
      <IconButton
        icon={Maximize2}
        label="Open in large"
        size="sm"
        onClick={() => {
          if (place && openInAddress) openInAddress({ ...place, path: [...place.path, ...path] });
          else setIsOpen(true);
        }}
      />
      <Dialog isOpen={isOpen} onOpenChange={setIsOpen} title={title} width="full">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
          <ItemsOpen value={items}>{isOpen && children()}</ItemsOpen>
        </div>
      </Dialog>
    </>
  );
}
