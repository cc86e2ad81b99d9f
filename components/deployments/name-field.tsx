import { Field } from "#components/ui/field";
import { TextInput } from "#components/ui/text-input";

export const isDeploymentName = (name: string): boolean =>
  /^[A-Za-z0-9._-]{1,100}$/.test(name) && /[A-Za-z0-9]/.test(name);

/** Under which name something is published. @param error what the server had against it */
export function NameField({
  name,
  error,
  onChange,
}: {
  name: string;
  error: string | undefined;
  onChange: (name: string) => void;
}) {
  const formError = isDeploymentName(name) ? null : "A name has letters, digits, “.”, “_” and “-” only, at most 100.";
  return (
    <Field label="Name" hint="Part of the address that programs use." error={error ?? formError}>
      {(control) => (
        <TextInput
          {...control}
          className="mono"
          maxLength={100}
          value={name}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
