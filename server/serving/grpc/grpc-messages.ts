/** The messages of inference.proto as the decoder gives them: 64-bit numbers as text, absent fields with their default. */

export type GrpcParameter = {
  parameter_choice?: "bool_param" | "int64_param" | "string_param" | "double_param" | "uint64_param";
  bool_param?: boolean;
  int64_param?: string;
  string_param?: string;
  double_param?: number;
  uint64_param?: string;
};

export type GrpcContents = {
  bool_contents: boolean[];
  int_contents: number[];
  int64_contents: string[];
  uint_contents: number[];
  uint64_contents: string[];
  fp32_contents: number[];
  fp64_contents: number[];
  bytes_contents: Buffer[];
};

export type GrpcInferRequest = {
  model_name: string;
  model_version: string;
  id: string;
  parameters: Record<string, GrpcParameter>;
  inputs: {
    name: string;
    datatype: string;
    shape: string[];
    parameters: Record<string, GrpcParameter>;
    contents: GrpcContents | null;
  }[];
  outputs: { name: string; parameters: Record<string, GrpcParameter> }[];
  raw_input_contents: Buffer[];
};

export type GrpcInferResponse = {
  model_name: string;
  model_version: string;
  id: string;
  outputs: {
    name: string;
    datatype: string;
    shape: readonly number[];
    contents?: Partial<Record<keyof GrpcContents, unknown[]>>;
  }[];
  raw_output_contents: Uint8Array[];
};

export type NamedRequest = { name: string; version: string };
export type IndexRequest = { ready: boolean };
export type ChangeRequest = { model_name: string; parameters: Record<string, unknown> };
export type HealthRequest = { service: string };
