"use client";
import { useCallback, useRef, useState } from "react";

/** An element, by the `ref` that it is given, and how wide it is laid out: a guess until it is. */
export function useWidth() {
  const element = useRef<HTMLDivElement | null>(null);
  const [width, setWidth] = useState(480);
  const ref = useCallback((found: HTMLDivElement | null) => {
    element.current = found;
    if (!found) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    observer.observe(found);
    return () => observer.disconnect();
  }, []);
  return { ref, element, width };
}
