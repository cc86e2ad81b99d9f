/** The bar on top of a page: its title, a few facts beside it, and its actions at the right, the main one last. */
export function PageHeader({
  before,
  title,
  facts,
  actions,
}: {
  before?: React.ReactNode;
  title: React.ReactNode;
  facts?: React.ReactNode;
  actions?: React.ReactNode;
}) {
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-panel px-6 py-2.5 max-sm:gap-x-2 max-sm:gap-y-1 max-sm:px-4 max-sm:py-2">
      {before}
      <h1 className="min-w-0 truncate tabular-nums">{title}</h1>
      {facts && (
        // On phones they go on where the title ends.
        <div className="flex min-w-0 items-center gap-2 whitespace-nowrap text-3 max-sm:contents">{facts}</div>
      )}
      {actions && <div className="ml-auto flex min-w-0 flex-wrap items-center gap-2 max-sm:gap-1.5">{actions}</div>}
    </header>
  );
}
