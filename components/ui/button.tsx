import type { LucideIcon } from "lucide-react";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { Icon } from "./icon";

const variants = {
  plain: "border-strong bg-node text-1 hover:bg-sunken",
  primary: "border-transparent bg-ink text-on-ink hover:bg-ink-hover",
  run: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
  danger: "border-transparent bg-danger text-on-danger hover:opacity-90",
  quiet: "border-transparent bg-transparent text-2 hover:bg-hover hover:text-1",
} as const;
const sizes = {
  sm: "h-sm gap-1.5 px-2 text-xs",
  md: "h-md gap-1.5 px-2.5 text-sm",
  lg: "h-lg gap-2 px-4 text-md",
} as const;

export type ButtonProps = Omit<ComponentProps<"button">, "children"> & {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
  icon?: LucideIcon;
  /** What was asked for is under way: the button keeps its place and its name, turns its glyph and cannot be pressed. */
  isBusy?: boolean;
  children: React.ReactNode;
};

export function buttonClasses({ variant = "plain", size = "md" }: Pick<ButtonProps, "variant" | "size"> = {}): string {
  return classes(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-2 border font-medium leading-none transition-fast",
    "disabled:cursor-default disabled:opacity-50 aria-disabled:cursor-default aria-disabled:opacity-60",
    variants[variant],
    sizes[size],
  );
}

export function Button({ variant, size, icon, isBusy = false, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      className={classes(buttonClasses({ variant, size }), className)}
    >
      {isBusy ? (
        <Icon icon={LoaderCircle} size={14} className="animate-turn" />
      ) : (
        icon && <Icon icon={icon} size={14} />
      )}
      {children}
    </button>
  );
}

/** A link that looks like a button: `<LinkButton><Link href="…">Open</Link></LinkButton>`. */
export function LinkButton({
  variant,
  size,
  className,
  children,
}: Pick<ButtonProps, "variant" | "size" | "className"> & { children: React.ReactElement }) {
  return <Slot.Root className={classes(buttonClasses({ variant, size }), className)}>{children}</Slot.Root>;
}
