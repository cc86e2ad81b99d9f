import { NoModel } from "#components/models/no-model";
import { load } from "../load.ts";

export default async function ModelsPage() {
  const models = await load((caller) => caller.models.list());
  return <NoModel isListEmpty={models.length === 0} />;
}
