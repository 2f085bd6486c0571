import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import { standardModel } from '../metadata/standard-model';

/** Tables that Dynamics 365 Sales and Customer Insights bring, and a bare Dataverse does not have. */
const tables = ['list', 'listmember', 'lead'];

/** Makes the tables that come with marketing lists be there or not, as the switch says. */
export function settleMarketingLists(env: Environment): void {
  const wanted = env.switches.marketingLists;
  if (wanted === (env.model.find('list') !== undefined)) return;
  if (wanted) {
    env.model.adopt(standardModel(), tables);
    return;
  }
  for (const name of tables) {
    const table = env.model.table(name);
    for (const row of rowsOf(env, table).all()) env.store.remove(table, row);
    env.model.remove(name);
  }
  env.store.commit();
}
