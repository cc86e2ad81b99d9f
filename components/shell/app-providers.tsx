"use client";
import { TRPCProvider } from "#components/trpc";
import { Toaster } from "#components/ui/toaster";
import { TooltipProvider } from "#components/ui/tooltip";
import type { Theme } from "./theme.ts";
import { ThemeProvider } from "./theme-context";

/** What every page may use: procedures, theme, tooltips, toasts. */
export function AppProviders({ theme, children }: { theme: Theme; children: React.ReactNode }) {
  return (
    <TRPCProvider>
      <ThemeProvider initial={theme}>
        <TooltipProvider>
          <Toaster>{children}</Toaster>
        </TooltipProvider>
      </ThemeProvider>
    </TRPCProvider>
  );
}
