"use client";
import { Box, CircleCheckBig, Gauge, Globe, History, LayoutTemplate, type LucideIcon, Workflow } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { ApprovalsCount } from "#components/approvals/approvals-count";
import { Icon } from "#components/ui/icon";
import { classes } from "../ui/classes.ts";

const places: readonly { href: string; label: string; icon: LucideIcon }[] = [
  { href: "/workflows", label: "Workflows", icon: Workflow },
  { href: "/gallery", label: "Gallery", icon: LayoutTemplate },
  { href: "/runs", label: "Runs", icon: History },
  { href: "/approvals", label: "Approvals", icon: CircleCheckBig },
  { href: "/deployments", label: "Deployments", icon: Globe },
  { href: "/models", label: "Models", icon: Box },
  { href: "/accelerators", label: "Accelerators", icon: Gauge },
];

/** The places of the app: a column at the left, icons alone on tablets, a bar at the bottom on phones. */
export function Navigation({ form }: { form: "column" | "bottom-bar" }) {
  const path = usePathname();
  return places.map(({ href, label, icon }) => {
    const isHere = path === href || path.startsWith(`${href}/`);
    const link = (
      <Link
        key={href}
        href={href}
        title={label}
        aria-current={isHere ? "page" : undefined}
        className={classes(
          "text-2 no-underline hover:bg-hover aria-[current]:font-medium aria-[current]:text-1",
          form === "column"
            ? "relative flex h-[30px] items-center gap-2.5 rounded-2 px-2 aria-[current]:bg-selected max-md:size-9 max-md:justify-center max-md:px-0 pointer-coarse:h-10"
            : "grid min-w-0 flex-1 content-center justify-items-center gap-1 text-2xs",
        )}
      >
        {form === "column" ? (
          <Icon icon={icon} className={isHere ? "text-1" : undefined} />
        ) : (
          <span className="relative">
            <Icon icon={icon} className={isHere ? "text-1" : undefined} />
            {href === "/approvals" && <ApprovalsCount isCorner />}
          </span>
        )}
        <span className={form === "column" ? "max-md:sr-only" : "max-w-full truncate"}>{label}</span>
        {form === "column" && href === "/approvals" && <ApprovalsCount />}
      </Link>
    );
    if (form === "bottom-bar") return link;
    return (
      <li key={href} className="contents">
        {link}
      </li>
    );
  });
}
