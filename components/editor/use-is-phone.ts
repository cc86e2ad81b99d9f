import { useSyncExternalStore } from "react";

const phone = "(width < 640px)";

/** Whether the window is as narrow as a phone, where the canvas is for looking and running (LOOK 10). */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(phone).matches,
    () => false,
  );
}

function subscribe(onChange: () => void): () => void {
  const media = matchMedia(phone);
  media.addEventListener("change", onChange);
  return () => media.removeEventListener("change", onChange);
}
