import { PatchPicture } from "#components/auth/patch-picture";

export default function AuthLayout({ children }: { children: React.ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)_minmax(360px,38%)] max-md:grid-cols-[minmax(0,1fr)]">
      <main className="mx-auto grid w-full max-w-[432px] content-center-safe gap-3.5 px-4 py-10">{children}</main>
      <aside className="bg-dots border-l border-line bg-canvas max-md:hidden">
        <PatchPicture />
      </aside>
    </div>
  );
}
