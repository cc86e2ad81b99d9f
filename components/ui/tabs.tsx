"use client";
import { Tabs as Primitive } from "radix-ui";
import { classes } from "./classes.ts";

export type Tab<Value extends string> = { value: Value; label: React.ReactNode; content: React.ReactNode };

/** Views of one thing. Only the chosen one is rendered. */
export function Tabs<Value extends string>({
  label,
  tabs,
  value,
  onChange,
  className,
  listClassName,
}: {
  label: string;
  tabs: readonly Tab<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  className?: string;
  listClassName?: string;
}) {
  return (
    <Primitive.Root
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={classes("flex min-h-0 flex-col", className)}
    >
      <Primitive.List
        aria-label={label}
        className={classes("flex h-9 shrink-0 gap-4 overflow-x-auto border-b border-line px-4", listClassName)}
      >
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.value}
            value={tab.value}
            className="focus-inset h-9 whitespace-nowrap border-b-2 border-transparent text-xs text-2 hover:text-1 data-[state=active]:border-ink data-[state=active]:font-medium data-[state=active]:text-1"
          >
            {tab.label}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.value} value={tab.value} className="min-h-0 flex-1 overflow-y-auto">
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
