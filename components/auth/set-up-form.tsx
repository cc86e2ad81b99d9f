"use client";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { TextInput } from "#components/ui/text-input";
import { sendAccountRequest } from "./account-request.ts";
import { FormError } from "./form-error";
import { PasswordInput } from "#components/ui/password-input";

const MIN_PASSWORD_CHARACTERS = 8;

/** Creates the owner account and goes into the app. */
export function SetUpForm() {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isTried, setIsTried] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const faults = {
    name: name.trim() ? null : "Type the name that others will see.",
    email: /^\S+@\S+\.\S+$/.test(email) ? null : "Type an e-mail address, like you@example.org.",
    password:
      password.length >= MIN_PASSWORD_CHARACTERS
        ? null
        : `The password has ${password.length} characters; it needs ${MIN_PASSWORD_CHARACTERS} or more.`,
  };

  async function submit(event: React.FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsTried(true);
    setError(null);
    const firstFault = (["name", "email", "password"] as const).find((field) => faults[field]);
    if (firstFault) {
      const input = event.currentTarget.elements.namedItem(firstFault);
      if (input instanceof HTMLElement) input.focus();
      return;
    }
    setIsBusy(true);
    const answer = await sendAccountRequest("sign-up/email", { name: name.trim(), email: email.trim(), password });
    if (answer.ok) return location.assign("/");
    setIsBusy(false);
    setError(answer.refusal.message);
  }

  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="grid gap-3.5">
      <Field label="Your name" error={isTried ? faults.name : null}>
        {(control) => (
          <TextInput
            {...control}
            name="name"
            inputSize="lg"
            autoComplete="name"
            placeholder="As others see it"
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="E-mail" error={isTried ? faults.email : null}>
        {(control) => (
          <TextInput
            {...control}
            name="email"
            type="email"
            inputSize="lg"
            autoComplete="username"
            placeholder="you@example.org"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Password"
        hint={`${MIN_PASSWORD_CHARACTERS} characters or more`}
        error={isTried ? faults.password : null}
      >
        {(control) => (
          <PasswordInput
            {...control}
            name="password"
            inputSize="lg"
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <FormError message={error} />
      <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
        Create the owner account
      </Button>
    </form>
  );
}
