"use client";
import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { IconButton } from "./icon-button";
import { TextInput } from "./text-input";

/** A password, or another secret, that can be looked at while it is typed. */
export function PasswordInput({
  what = "password",
  ...props
}: Omit<ComponentProps<typeof TextInput>, "type"> & { what?: string }) {
  const [isShown, setIsShown] = useState(false);
  return (
    <div className="relative">
      <TextInput {...props} type={isShown ? "text" : "password"} className="pr-11" spellCheck={false} />
      <IconButton
        icon={isShown ? EyeOff : Eye}
        label={`${isShown ? "Hide" : "Show"} the ${what}`}
        onClick={() => setIsShown(!isShown)}
        className="absolute inset-y-0 right-1 my-auto"
      />
    </div>
  );
}
