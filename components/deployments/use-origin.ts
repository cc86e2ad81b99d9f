import { useSyncExternalStore } from "react";

/** Of this page; the server does not know under which name it is reached. */
export function useOrigin(): string {
  return useSyncExternalStore(
    () => () => {},
    () => location.origin,
    () => "",
  );
}
