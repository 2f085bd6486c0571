import type { Call, Reply } from '../environment';
import { serviceRoot } from '../environment';
import { noResource, notImplemented } from '../errors';
import type { Segment } from '../http/path';
import { json, noContent } from '../http/reply';
import {
  importSolution,
  publishAll,
  retrieveImportResults,
  stageAndUpgrade,
  stageSolution,
} from '../solution/solution-messages';
import { shareRow, unshareRow } from '../security/share';
import { businessUnitId } from '../users';
import { addListMembersList, removeListMembersList } from './list-messages';
import { merge } from './merge';
import { retrieveEntityRibbon } from './retrieve-entity-ribbon';

type Answer = (call: Call, message: Segment) => Reply;

const functions: Readonly<Record<string, Answer>> = {
  WhoAmI: (call) =>
    json(200, {
      '@odata.context': `${serviceRoot(call)}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
      BusinessUnitId: businessUnitId,
      UserId: call.caller.user.id,
      OrganizationId: call.env.organizationId,
    }),
  RetrieveVersion: (call) =>
    json(200, {
      '@odata.context': `${serviceRoot(call)}$metadata#Microsoft.Dynamics.CRM.RetrieveVersionResponse`,
      Version: '9.2.25011.00000',
    }),
  RetrieveEntityRibbon: retrieveEntityRibbon,
  RetrieveFormattedImportJobResults: (call, message) => retrieveImportResults(call, message.key ?? ''),
};

const actions: Readonly<Record<string, Answer>> = {
  AddListMembersList: addListMembersList,
  RemoveListMembersList: removeListMembersList,
  Merge: merge,
  GrantAccess: shareRow,
  ModifyAccess: shareRow,
  RevokeAccess: unshareRow,
  StageSolution: stageSolution,
  ImportSolutionAsync: importSolution,
  StageAndUpgradeAsync: stageAndUpgrade,
  PublishAllXml: publishAll,
  PublishXml: () => noContent(),
};

const missing = new Set([
  'AddMembersBatchList',
  'none_RemoveMarketingListMembersByIds',
  'RetrievePrincipalAccess',
  'ImportSolution',
  'DeleteAndPromote',
  'DeleteAndPromoteAsync',
  'ExportSolution',
  'BulkDelete',
  'RetrieveTotalRecordCount',
  'RetrieveCurrentOrganization',
  'RetrieveEntityChanges',
  'ExecuteWorkflow',
]);

/** A message that belongs to no row; undefined when there is none of that name. */
export function callUnboundMessage(call: Call, message: Segment): Reply | undefined {
  const asFunction = functions[message.name];
  const asAction = actions[message.name];
  if (asFunction !== undefined) {
    if (call.method !== 'GET') throw noResource(`${call.origin}/api/data/v9.2/${call.path}`);
    return asFunction(call, message);
  }
  if (asAction !== undefined) {
    if (call.method !== 'POST') throw noResource(`${call.origin}/api/data/v9.2/${call.path}`);
    return asAction(call, message);
  }
  if (missing.has(message.name)) throw notImplemented(`the message '${message.name}'`);
  return undefined;
}
