import { cache } from "react";
import { load } from "../load.ts";

/** Read once for the list, the page beside it, and whether a model is in it. */
export const loadModels = cache(() => load((caller) => caller.models.list()));
