"use client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Icon } from "#components/ui/icon";

/** Something that is worked out only when it is unfolded. */
export function Disclosure({ label, children }: { label: string; children: () => React.ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex min-h-6 w-fit items-center gap-1 rounded-1 text-xs text-2 hover:text-1"
      >
        <Icon icon={ChevronRight} size={12} className={isOpen ? "rotate-90" : ""} />
        {label}
      </button>
      {isOpen && children()}
    </div>
  );
}
