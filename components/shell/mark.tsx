/** Two jacks and a cable; orange only in the cable. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 22 22" className="shrink-0">
      <rect x=".75" y=".75" width="20.5" height="20.5" rx="5.25" fill="var(--ink)" />
      <path
        d="M5.75 6.25C5.75 13.5 16.25 8.5 16.25 15.75"
        fill="none"
        stroke="light-dark(#ff8f50, #bf4508)"
        strokeWidth="2.5"
      />
      <circle cx="5.75" cy="6" r="2.1" fill="var(--on-ink)" />
      <circle cx="16.25" cy="16" r="2.1" fill="var(--on-ink)" />
    </svg>
  );
}
