"use client";
import { createContext, useContext, useState } from "react";
import { applyTheme, type Theme } from "./theme.ts";

const ThemeContext = createContext<{ theme: Theme; setTheme: (theme: Theme) => void }>({
  theme: "system",
  setTheme: applyTheme,
});

export function ThemeProvider({ initial, children }: { initial: Theme; children: React.ReactNode }) {
  const [theme, setThemeState] = useState(initial);
  function setTheme(next: Theme) {
    applyTheme(next);
    setThemeState(next);
  }
  return <ThemeContext value={{ theme, setTheme }}>{children}</ThemeContext>;
}

/** The chosen theme, "system" included, and how to choose another. */
export function useTheme() {
  return useContext(ThemeContext);
}
