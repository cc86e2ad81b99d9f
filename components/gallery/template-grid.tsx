"use client";

/** Cards in rows; arrows move between them in both directions. */
export function TemplateGrid({ children }: { children: React.ReactNode }) {
  return (
    <ul
      data-rows
      ref={(list) => {
        list?.addEventListener("keydown", moveInGrid);
        return () => list?.removeEventListener("keydown", moveInGrid);
      }}
      className="grid grid-cols-[repeat(auto-fill,minmax(264px,1fr))] gap-4 pt-4"
    >
      {children}
    </ul>
  );
}

function moveInGrid(this: HTMLUListElement, event: KeyboardEvent) {
  const links = [...this.querySelectorAll<HTMLElement>("[data-row]")];
  const at = links.findIndex((link) => link === document.activeElement);
  const columns = getComputedStyle(this).gridTemplateColumns.split(" ").length;
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  const step = steps[event.key];
  if (at === -1 || step === undefined) return;
  event.preventDefault();
  links[at + step]?.focus();
}
