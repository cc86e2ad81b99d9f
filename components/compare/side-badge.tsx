import { classes } from "../ui/classes.ts";

/** Which of the two runs: A hollow, B filled. */
export function SideBadge({ side }: { side: "A" | "B" }) {
  return (
    <b
      className={classes(
        "inline-grid size-5 shrink-0 place-items-center rounded-1 text-2xs font-semibold",
        side === "A" ? "border border-control bg-sunken text-1" : "bg-ink text-on-ink",
      )}
    >
      {side}
    </b>
  );
}
