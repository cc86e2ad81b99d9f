import { useMedia } from "../../ui/use-media.ts";

export const phone = "(width < 640px)";

/** Whether the window is as narrow as a phone, where the canvas is for looking and running (LOOK 10). */
export function useIsPhone(): boolean {
  return useMedia(phone);
}
