"use client";

/** A choice that filters what is shown; pressed is ink. */
export function Chip({
  isPressed,
  onPress,
  children,
}: {
  isPressed: boolean;
  onPress: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={isPressed}
      onClick={onPress}
      className="inline-flex h-sm items-center gap-1 whitespace-nowrap rounded-full border border-strong px-2.5 text-xs text-2 transition-fast hover:bg-hover aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-on-ink"
    >
      {children}
    </button>
  );
}
