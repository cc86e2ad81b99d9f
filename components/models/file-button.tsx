"use client";
import { Upload } from "lucide-react";
import { useRef } from "react";
import { Button, type ButtonProps } from "#components/ui/button";

/** A button that lets one choose .onnx files. */
export function FileButton({
  onFiles,
  isMultiple = true,
  children,
  ...look
}: {
  onFiles: (files: File[]) => void;
  isMultiple?: boolean;
  children: string;
} & Pick<ButtonProps, "variant" | "size">) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={Upload} onClick={() => input.current?.click()} {...look}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".onnx"
        multiple={isMultiple}
        hidden
        aria-label={children}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again after it was mended.
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
