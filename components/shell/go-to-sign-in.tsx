"use client";
import Link from "next/link";
import { useEffect } from "react";

/** Leaves for the sign-in page, which comes back here afterwards. */
export function GoToSignIn() {
  useEffect(() => {
    const here = location.pathname + location.search;
    location.replace(here === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`);
  }, []);
  return (
    <noscript>
      <Link href="/sign-in">Sign in</Link>
    </noscript>
  );
}
