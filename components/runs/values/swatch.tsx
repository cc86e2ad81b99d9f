/** The colour that a class has on pictures; its name stands beside it. */
export function Swatch({ colour }: { colour: string }) {
  return (
    <span
      aria-hidden
      className="inline-block size-2.5 shrink-0 rounded-[2px] border border-control"
      style={{ background: colour }}
    />
  );
}
