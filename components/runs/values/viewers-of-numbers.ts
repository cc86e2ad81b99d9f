// One chunk: both read packed elements.
export { CloseEmbedding } from "./close-embedding.tsx";
export { CloseTensor } from "./close-tensor.tsx";
