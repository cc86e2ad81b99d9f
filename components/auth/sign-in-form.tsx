"use client";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Field } from "#components/ui/field";
import { TextInput } from "#components/ui/text-input";
import { sendAccountRequest } from "./account-request.ts";
import { FormError } from "./form-error";
import { PasswordInput } from "#components/ui/password-input";

/** Signs in and goes on to `next`, a path of this app. */
export function SignInForm({ next }: { next: string }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function submit(event: React.FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (!email.trim() || !password) {
      setError("Type your e-mail address and your password.");
      return;
    }
    setError(null);
    setIsBusy(true);
    const answer = await sendAccountRequest("sign-in/email", { email: email.trim(), password });
    if (answer.ok) return location.assign(next);
    setIsBusy(false);
    setError(
      // better-auth's own words for both cases; which of the two is wrong stays unsaid on purpose.
      /invalid email or password/i.test(answer.refusal.message)
        ? "There is no account with this e-mail address and this password."
        : answer.refusal.message,
    );
    const input = form.elements.namedItem("password");
    if (input instanceof HTMLInputElement) input.select();
  }

  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="grid gap-3.5">
      <Field label="E-mail">
        {(control) => (
          <TextInput
            {...control}
            name="email"
            type="email"
            inputSize="lg"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <PasswordInput
            {...control}
            name="password"
            inputSize="lg"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <FormError message={error} />
      <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
        Sign in
      </Button>
    </form>
  );
}
