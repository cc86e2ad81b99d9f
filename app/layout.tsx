import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { AppProviders } from "#components/shell/app-providers";
import { readTheme, THEME_COOKIE } from "../components/shell/theme.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Patchbay", template: "%s · Patchbay" },
  description: "A visual low-code workflow designer for AI.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf8" },
    { media: "(prefers-color-scheme: dark)", color: "#191a19" },
  ],
};

/** The theme comes from a cookie, so the first byte already has it and nothing flashes; without one the system's is used. */
export default async function RootLayout({ children }: { children: React.ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>
        <AppProviders theme={theme}>{children}</AppProviders>
      </body>
    </html>
  );
}
