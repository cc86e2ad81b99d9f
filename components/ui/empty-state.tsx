import type { LucideIcon } from "lucide-react";
import { classes } from "./classes.ts";
import { Icon } from "./icon";

/** What an empty place says: what would stand here, and the real first actions. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
  size = "page",
  isPageTitle = false,
}: {
  icon?: LucideIcon;
  title: string;
  children?: React.ReactNode;
  actions?: React.ReactNode;
  size?: "page" | "panel";
  /** The page has no other title. */
  isPageTitle?: boolean;
}) {
  const Title = isPageTitle ? "h1" : "h2";
  return (
    <section
      className={classes(
        "grid flex-1 content-center-safe justify-items-center gap-2 px-6 text-center",
        size === "page" ? "py-16" : "py-8",
      )}
    >
      {icon && <Icon icon={icon} size={20} className="mb-1 text-3" />}
      <Title className={size === "page" ? "text-2xl tracking-[-0.02em]" : "text-md"}>{title}</Title>
      {/* No <p>: what is said may hold a list, which a paragraph cannot. */}
      {children && (
        <div className={classes("max-w-[52ch] text-balance text-2", size === "page" && "text-md leading-read")}>
          {children}
        </div>
      )}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </section>
  );
}
