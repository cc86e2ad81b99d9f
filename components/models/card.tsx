/** A titled box of facts on a page. */
export function Card({
  title,
  note,
  isFlush = false,
  className,
  children,
}: {
  title: string;
  note?: React.ReactNode;
  /** The content reaches to the edges: tables. */
  isFlush?: boolean;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <section
      aria-label={title}
      className={`min-w-0 overflow-hidden rounded-3 border border-line bg-node pt-3.5 ${isFlush ? "" : "px-4 pb-3.5"} ${className ?? ""}`}
    >
      <h2 className={`flex items-baseline justify-between gap-2 text-sm ${isFlush ? "px-4 pb-1.5" : "pb-2.5"}`}>
        {title}
        {note && <span className="text-xs font-normal text-3">{note}</span>}
      </h2>
      {children}
    </section>
  );
}
