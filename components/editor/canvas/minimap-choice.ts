import { create } from "zustand";
import { persist } from "zustand/middleware";

/** Shown unless a person of this browser has put it away. */
const useMinimapChoice = create<{ isShown: boolean }>()(
  persist((): { isShown: boolean } => ({ isShown: true }), { name: "patchbay.minimap" }),
);

export function useIsMinimapShown(): boolean {
  return useMinimapChoice(({ isShown }) => isShown);
}

export function toggleMinimap(): void {
  useMinimapChoice.setState(({ isShown }) => ({ isShown: !isShown }));
}
