import type { CodeLanguage } from "#graph/define-node";
import type { FieldProps } from "../fields/field-props.ts";
import type { Completions } from "./complete-expression.ts";

/** A mistake and its place, counted in characters from 0. */
export type CodeDiagnostic = { from: number; to: number; message: string };

/** A selection, or from = to, the cursor; counted in characters from 0. */
export type Marked = { from: number; to: number };

export type CodeEditorProps = {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  language: CodeLanguage;
  /** Its name for people. */
  label: string;
  control: FieldProps["control"];
  isReadOnly: boolean;
  placeholder?: string;
  diagnostics: readonly CodeDiagnostic[];
  /** What may stand after this text; asked while typing, and on Ctrl+Space. */
  complete?: (before: string, isAsked: boolean) => Completions | null;
  /** What was marked in the field that it takes the place of; null if that had not the focus. */
  marked?: React.RefObject<Marked | null>;
};
