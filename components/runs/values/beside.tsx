/** A picture with what is known of it: one below the other, in large side by side. */
export function Beside({
  isWide,
  facts,
  order = "facts",
  children,
}: {
  isWide: boolean;
  /** Which comes first, from above or from the left. */
  order?: "facts" | "picture";
  facts: React.ReactNode;
  children: React.ReactNode;
}) {
  const column = "grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-2";
  const columns = order === "facts" ? "lg:grid-cols-[320px_minmax(0,1fr)]" : "lg:grid-cols-[minmax(0,1fr)_360px]";
  const parts = [
    <div key="facts" className={column}>
      {facts}
    </div>,
    <div key="picture" className={column}>
      {children}
    </div>,
  ];
  return (
    <div className={isWide ? `${column} ${columns} lg:gap-5` : column}>
      {order === "facts" ? parts : parts.toReversed()}
    </div>
  );
}
