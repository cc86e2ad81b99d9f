"use client";
import { HardDrive, KeyRound, LockKeyhole, LogOut } from "lucide-react";
import Link from "next/link";
import { Icon } from "#components/ui/icon";
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "#components/ui/menu";
import { showToast } from "../ui/toast-store.ts";
import { signOut } from "./sign-out.ts";
import { useTheme } from "./theme-context";

/** What a workspace is set up with. */
const settings = [
  { href: "/settings/keys", label: "API keys", icon: KeyRound },
  { href: "/settings/secrets", label: "Secrets", icon: LockKeyhole },
  { href: "/settings/storage", label: "Storage", icon: HardDrive },
];

export type SessionUser = { name: string; email: string };

/** Who is signed in, the theme, and the way out. `isCompact` shows the initial alone. */
export function UserMenu({
  user,
  workspaceName,
  isCompact = false,
  side = "top",
}: {
  user: SessionUser;
  workspaceName: string;
  isCompact?: boolean;
  side?: "top" | "bottom";
}) {
  const { theme, setTheme } = useTheme();
  return (
    <Menu
      align={isCompact ? "end" : "start"}
      side={side}
      trigger={
        <button
          type="button"
          aria-label={`Account of ${user.name}`}
          className={
            isCompact
              ? "grid size-md place-items-center rounded-full"
              : "flex h-10 w-full items-center gap-2.5 rounded-2 px-1.5 text-left hover:bg-hover max-md:w-9 max-md:justify-center max-md:px-0"
          }
        >
          <span
            aria-hidden
            className="grid size-[22px] shrink-0 place-items-center rounded-full bg-selected text-2xs font-strong"
          >
            {user.name.trim().charAt(0).toUpperCase() || "?"}
          </span>
          {!isCompact && (
            <span className="min-w-0 flex-1 leading-tight max-md:sr-only">
              <span className="block truncate">{user.name}</span>
              <span className="block truncate text-2xs text-3">{workspaceName}</span>
            </span>
          )}
        </button>
      }
    >
      <MenuLabel>
        <span className="block max-w-60 truncate text-xs text-1">{user.name}</span>
        <span className="block max-w-60 truncate">{user.email}</span>
        <span className="block max-w-60 truncate">{workspaceName}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      <MenuChoices
        label="Theme"
        value={theme}
        onChange={setTheme}
        options={[
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
          { value: "system", label: "As the system" },
        ]}
      />
      <MenuSeparator />
      {settings.map(({ href, label, icon }) => (
        <MenuLink key={href}>
          <Link href={href} className="no-underline">
            <Icon icon={icon} size={14} />
            {label}
          </Link>
        </MenuLink>
      ))}
      <MenuSeparator />
      <MenuItem
        icon={LogOut}
        onSelect={() => {
          signOut().catch(() =>
            showToast({ tone: "failed", title: "You are still signed in", description: "The server did not answer." }),
          );
        }}
      >
        Sign out
      </MenuItem>
    </Menu>
  );
}
