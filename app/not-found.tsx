import { NothingHere } from "#components/shell/nothing-here";

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col bg-canvas">
      <NothingHere />
    </main>
  );
}
