import { classes } from "../ui/classes.ts";
import type { EnvironmentRow } from "./environment-rows.ts";

/** What both runs were computed with; what is not the same is marked. */
export function EnvironmentCard({ rows }: { rows: readonly EnvironmentRow[] | null }) {
  return (
    <section aria-label="Environment" className="border-t border-line px-3.5 pb-3 pt-2.5 text-xs">
      <h2 className="mb-1 text-sm">Environment</h2>
      {rows === null ? (
        <p className="text-2">One of the runs was recorded without it.</p>
      ) : (
        <dl>
          {rows.map(({ name, a, b, isSame, isHash }) => (
            <div key={name} className="flex min-h-[25px] items-center justify-between gap-3">
              <dt className="min-w-0 truncate text-2">{name}</dt>
              <dd className={classes("text-right tabular-nums wrap-anywhere", isHash && "mono")}>
                {isSame ? (
                  <span className="text-3">{b}, same</span>
                ) : (
                  <>
                    <del className="text-3">{a}</del>{" "}
                    <ins className="rounded-1 bg-(--state-warn-soft) px-1 no-underline">{b}</ins>
                  </>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
