"use client";
import type { LucideIcon } from "lucide-react";
import { Check, ChevronRight } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { classes } from "./classes.ts";
import { Icon } from "./icon";
import { Kbd } from "./kbd";

/** A button's menu: `trigger` is the button itself. */
export function Menu({
  trigger,
  align = "end",
  side = "bottom",
  children,
}: {
  trigger: React.ReactElement;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  children: React.ReactNode;
}) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-[calc(100vw-16px)] min-w-44 animate-appear overflow-y-auto rounded-3 border border-strong bg-overlay p-1 text-1 shadow-3"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export const menuItemClasses =
  "flex h-md cursor-default select-none items-center gap-2 rounded-2 px-2 text-sm outline-none data-highlighted:bg-selected data-disabled:text-disabled";

export function MenuItem({
  icon,
  shortcut,
  isDangerous = false,
  isDisabled = false,
  reason = null,
  onSelect,
  children,
}: {
  icon?: LucideIcon;
  shortcut?: string;
  /** Why the item is disabled, in a sentence below it. */
  reason?: string | null;
  isDangerous?: boolean;
  isDisabled?: boolean;
  onSelect: (event: Event) => void;
  children: React.ReactNode;
}) {
  return (
    <DropdownMenu.Item
      disabled={isDisabled}
      onSelect={onSelect}
      className={classes(menuItemClasses, isDangerous && "text-danger", reason && "h-auto! min-h-(--control-md) py-1")}
    >
      {icon && <Icon icon={icon} size={14} />}
      <span className="flex-1">
        {children}
        {reason && <span className="block max-w-60 text-2xs text-3">{reason}</span>}
      </span>
      {shortcut && (
        <span className="pointer-coarse:hidden">
          <Kbd>{shortcut}</Kbd>
        </span>
      )}
    </DropdownMenu.Item>
  );
}

/** Items behind an item, for what belongs together and is seldom wanted. */
export function MenuBranch({ icon, label, children }: { icon?: LucideIcon; label: string; children: React.ReactNode }) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={classes(menuItemClasses, "data-[state=open]:bg-selected")}>
        {icon && <Icon icon={icon} size={14} />}
        <span className="flex-1">{label}</span>
        <Icon icon={ChevronRight} size={14} />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent
          sideOffset={2}
          collisionPadding={8}
          className="z-50 min-w-44 animate-appear rounded-3 border border-strong bg-overlay p-1 text-1 shadow-3"
        >
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}

/** An item that goes to another page: its child is the link. */
export function MenuLink({ children }: { children: React.ReactElement }) {
  return (
    <DropdownMenu.Item asChild className={menuItemClasses}>
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuLabel({ children }: { children: React.ReactNode }) {
  return <DropdownMenu.Label className="px-2 pb-1 pt-1.5 text-2xs text-3">{children}</DropdownMenu.Label>;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}

export function MenuChoices<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}) {
  return (
    <DropdownMenu.RadioGroup aria-label={label} value={value} onValueChange={(next) => onChange(next as Value)}>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={menuItemClasses}>
          <span className="flex-1">{option.label}</span>
          <DropdownMenu.ItemIndicator>
            <Icon icon={Check} size={14} />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
