import Link from "next/link";

type View = "list" | "charts" | "batches";

/** The ways to look at runs: the list and the charts under the same query, and what ran as a batch. */
export function RunsViews({ current, list, charts }: { current: View; list: string; charts: string }) {
  const look =
    "rounded-2 border-b-2 border-transparent px-1 py-0.5 text-sm text-2 hover:text-1 aria-[current=page]:font-medium aria-[current=page]:text-1";
  const views: { view: View; href: string; title: string }[] = [
    { view: "list", href: list, title: "List" },
    { view: "charts", href: charts, title: "Charts" },
    { view: "batches", href: "/runs/batches", title: "Batches" },
  ];
  return (
    <nav aria-label="Views of the runs" className="flex items-center gap-2">
      {views.map(({ view, href, title }) => (
        <Link key={view} href={href} aria-current={current === view ? "page" : undefined} className={look}>
          {title}
        </Link>
      ))}
    </nav>
  );
}
