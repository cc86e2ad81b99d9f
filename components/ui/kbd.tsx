/** A key or a chord as people read it: "/", "Ctrl+Enter". */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="inline-block min-w-4 rounded-1 border border-strong px-1 text-center font-sans text-2xs font-medium leading-4 text-2">
      {children}
    </kbd>
  );
}
