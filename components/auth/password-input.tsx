"use client";
import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { IconButton } from "#components/ui/icon-button";
import { TextInput } from "#components/ui/text-input";

/** A password that can be looked at while it is typed. */
export function PasswordInput(props: Omit<ComponentProps<typeof TextInput>, "type">) {
  const [isShown, setIsShown] = useState(false);
  return (
    <div className="relative">
      <TextInput {...props} type={isShown ? "text" : "password"} className="pr-11" spellCheck={false} />
      <IconButton
        icon={isShown ? EyeOff : Eye}
        label={isShown ? "Hide the password" : "Show the password"}
        onClick={() => setIsShown(!isShown)}
        className="absolute inset-y-0 right-1 my-auto"
      />
    </div>
  );
}
