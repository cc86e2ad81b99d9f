"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "./icon-button";
import { announce, showToast } from "./toast-store.ts";

/** Copies `text`, asked for when it is pressed where it changes unseen; the name says what: "Copy the SHA-256". */
export function CopyButton({ label, text }: { label: string; text: string | (() => string) }) {
  const [isCopied, setIsCopied] = useState(false);
  async function copy() {
    const copied = typeof text === "string" ? text : text();
    try {
      await navigator.clipboard.writeText(copied);
      setIsCopied(true);
      announce("Copied");
      setTimeout(() => setIsCopied(false), 2_000);
    } catch {
      showToast({ tone: "failed", title: "The browser did not allow copying", description: copied });
    }
  }
  return <IconButton icon={isCopied ? Check : Copy} label={label} size="sm" onClick={() => void copy()} />;
}
