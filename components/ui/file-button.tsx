"use client";
import { Upload } from "lucide-react";
import { useRef } from "react";
import { Button, type ButtonProps } from "./button";

/** A button that lets one choose files. */
export function FileButton({
  accept,
  onFiles,
  isMultiple = true,
  children,
  ...look
}: {
  /** As the attribute of inputs has it: ".onnx". */
  accept: string;
  onFiles: (files: File[]) => void;
  isMultiple?: boolean;
  children: string;
} & Pick<ButtonProps, "variant" | "size" | "isBusy">) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={Upload} onClick={() => input.current?.click()} {...look}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
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
