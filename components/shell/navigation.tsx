"use client";
import {
  Box,
  CircleCheckBig,
  Ellipsis,
  Gauge,
  Globe,
  History,
  LayoutTemplate,
  LoaderCircle,
  type LucideIcon,
  Workflow,
} from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { ApprovalsCount } from "#components/approvals/approvals-count";
import { AheadLink } from "#components/ui/ahead-link";
import { Icon } from "#components/ui/icon";
import { Menu, MenuLink } from "#components/ui/menu";
import { classes } from "../ui/classes.ts";

type Place = { href: string; label: string; icon: LucideIcon };

const places: readonly Place[] = [
  { href: "/workflows", label: "Workflows", icon: Workflow },
  { href: "/gallery", label: "Gallery", icon: LayoutTemplate },
  { href: "/runs", label: "Runs", icon: History },
  { href: "/approvals", label: "Approvals", icon: CircleCheckBig },
  { href: "/deployments", label: "Deployments", icon: Globe },
  { href: "/models", label: "Models", icon: Box },
  { href: "/accelerators", label: "Accelerators", icon: Gauge },
];
/** As many as have room for their names on a phone; the others are under *More*. */
const PLACES_ON_BAR = 4;
/** A page that is there by then needs no sign that it comes. */
const QUICK_MS = 150;

/** The places of the app as a column; icons alone on tablets. */
export function NavigationColumn() {
  const isHere = useIsHere();
  return (
    <ul className="contents">
      {places.map(({ href, label, icon }) => (
        <li key={href} className="contents">
          <AheadLink
            href={href}
            title={label}
            aria-current={isHere({ href }) ? "page" : undefined}
            className="relative flex h-[30px] items-center gap-2.5 rounded-2 px-2 text-2 no-underline hover:bg-hover aria-[current]:bg-selected aria-[current]:font-medium aria-[current]:text-1 max-md:size-9 max-md:justify-center max-md:px-0 pointer-coarse:h-10"
          >
            <PlaceIcon icon={icon} className={isHere({ href }) ? "text-1" : undefined} />
            <span className="max-md:sr-only">{label}</span>
            {href === "/approvals" && <ApprovalsCount />}
          </AheadLink>
        </li>
      ))}
    </ul>
  );
}

const tab =
  "grid min-w-0 flex-1 content-center justify-items-center gap-1 text-2xs text-2 no-underline hover:bg-hover aria-[current]:font-medium aria-[current]:text-1";

/** The places of the app as a bar for thumbs. */
export function NavigationBar() {
  const isHere = useIsHere();
  const onBar = places.slice(0, PLACES_ON_BAR);
  const others = places.slice(PLACES_ON_BAR);
  return (
    <>
      {onBar.map(({ href, label, icon }) => (
        <AheadLink key={href} href={href} aria-current={isHere({ href }) ? "page" : undefined} className={tab}>
          <span className="relative">
            <PlaceIcon icon={icon} />
            {href === "/approvals" && <ApprovalsCount isCorner />}
          </span>
          {label}
        </AheadLink>
      ))}
      <Menu
        side="top"
        trigger={
          <button type="button" aria-current={others.some(isHere) || undefined} className={tab}>
            <Icon icon={others.find(isHere)?.icon ?? Ellipsis} />
            {others.find(isHere)?.label ?? "More"}
          </button>
        }
      >
        {others.map(({ href, label, icon }) => (
          <MenuLink key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={isHere({ href }) ? "page" : undefined}
              className="no-underline"
            >
              <Icon icon={icon} size={14} />
              {label}
            </Link>
          </MenuLink>
        ))}
      </Menu>
    </>
  );
}

/** Of a link; turns while the page behind it is awaited. */
function PlaceIcon({ icon, className }: { icon: LucideIcon; className?: string | undefined }) {
  const { pending } = useLinkStatus();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!pending) return;
    const timer = setTimeout(() => setLate(true), QUICK_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [pending]);
  return <Icon icon={isLate ? LoaderCircle : icon} className={classes(className, isLate && "animate-turn")} />;
}

function useIsHere(): (place: Pick<Place, "href">) => boolean {
  const path = usePathname();
  return ({ href }) => path === href || path.startsWith(`${href}/`);
}
