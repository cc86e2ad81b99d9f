"use client";
import { acceptedFiles } from "../dropping/accepted-files.ts";
import { ChoiceOfTwo } from "./choice-of-two.tsx";
import type { FieldProps } from "./field-props.ts";
import { FileField } from "./file-field.tsx";
import { NumberField } from "./number-field.tsx";
import { JsonField } from "./json-field.tsx";
import { LabelsField } from "./labels-field.tsx";
import { TextAreaField } from "./text-fields.tsx";

/** A value of the kind that the param `kind` says, or a list of them: the sample of a workflow's input. */
export function ValueField(props: FieldProps) {
  const { params } = props;
  // An input whose kind was left as it came is a text.
  const kind = typeof params.kind === "string" ? params.kind : "text";
  const isList = params.list === true;
  const accept = acceptedFiles[kind];
  if (accept) return <FileField {...props} isList={isList} accept={accept} />;
  if (isList && kind === "text") return <LabelsField {...props} />;
  if (isList) return <JsonField {...props} />;
  if (kind === "number") return <NumberField {...props} />;
  if (kind === "text") return <TextAreaField {...props} />;
  if (kind === "boolean") return <ChoiceOfTwo {...props} />;
  return <JsonField {...props} />;
}
