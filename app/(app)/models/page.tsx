import { NoModel } from "#components/models/no-model";
import { loadModels } from "./load-models.ts";

export default async function ModelsPage() {
  const models = await loadModels();
  return <NoModel isListEmpty={models.length === 0} />;
}
