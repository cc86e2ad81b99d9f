import type { JsonObject, JsonValue } from "#graph/json";
import type { ParamField } from "../inspector/param-form.ts";

/** What each widget of the inspector gets. */
export type FieldProps = {
  field: ParamField;
  /** The value that counts: set, or the default. */
  value: JsonValue | undefined;
  /** All params of the node, for widgets that depend on others. */
  params: JsonObject;
  /** `undefined` goes back to the default. Changes that follow quickly are one step of undo. */
  onChange: (value: JsonValue | undefined) => void;
  control: { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };
  isReadOnly: boolean;
  nodeId: string;
};
