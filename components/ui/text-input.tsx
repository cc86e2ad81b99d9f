import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

const sizes = {
  sm: "h-sm px-1.5 text-xs",
  md: "h-md px-2 text-sm",
  lg: "h-lg px-3 text-md",
} as const;
const look =
  "w-full min-w-0 rounded-2 border border-control bg-node text-1 aria-invalid:border-danger disabled:opacity-50 read-only:bg-sunken";

export function TextInput({
  inputSize = "md",
  className,
  ...rest
}: ComponentProps<"input"> & { inputSize?: keyof typeof sizes }) {
  return <input {...rest} className={classes(look, sizes[inputSize], className)} />;
}

export function TextArea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} className={classes(look, "px-2 py-1.5 text-sm", className)} />;
}
