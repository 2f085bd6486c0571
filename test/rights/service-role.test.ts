/** The application user has one role and needs all of it: every privilege is used, and without it something named cannot be done. */

import { serviceUserId } from '../../sandbox/dataverse/users';
import { readDocuments } from '../../solution/tools/model/documents';
import { readRoles, serviceRole } from '../../solution/tools/model/roles';
import { committedSolution } from '../solution/changed-solution';
import { openWorkplace, serviceWork, type Workplace } from './service-work';

const token = 'stand-in-service';

/** Privileges that nothing of ours asks for by name, and why the role has them all the same. */
const platformNeeds: Readonly<Record<string, string>> = {
  prvReadBusinessUnit: 'Dynamics 365 looks at the unit of whoever owns a record when one is created for them.',
  prvReadEntityKey: 'Dynamics 365 looks up alternate keys when a record is written by one.',
  prvReadOptionSet: 'Definitions of columns that are choices come with their options.',
  prvReadRelationship: 'Definitions of lookups come with their relationships.',
  prvReadTransactionCurrency: 'A contact or lead with an amount in it carries its currency.',
};

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place.close());

async function usedBy(name: string): Promise<string[]> {
  await place.control('DELETE', '/privileges');
  await serviceWork[name]?.(place);
  const said = (await place.control('GET', '/privileges')) as Record<string, string[]>;
  return said[token] ?? [];
}

test('the service holds the role of the solution and nothing else', async () => {
  const roles = await place.rows(`systemusers(${serviceUserId})/systemuserroles_association?$select=name`);
  expect(roles.map(({ name }) => name)).toEqual([serviceRole]);
});

test.each(Object.keys(serviceWork))('without each privilege that it takes the service no longer %s', async (name) => {
  const used = await usedBy(name);
  for (const privilege of used) {
    await place.control('POST', '/privileges', { user: token, revoke: [privilege] });
    const trouble: unknown = await Promise.resolve(serviceWork[name]?.(place)).catch((error: unknown) => error);
    expect([privilege, String(trouble)]).toEqual([privilege, expect.stringContaining(`lacks the right ${privilege} `)]);
    await place.control('POST', '/privileges', { user: token, reset: true });
  }
  // And with all of them it does it again.
  expect(await usedBy(name)).toEqual(used);
});

test('the role grants what the service uses, and what is named here, and no more', async () => {
  const used = new Set<string>();
  for (const name of Object.keys(serviceWork)) for (const privilege of await usedBy(name)) used.add(privilege);
  const files = committedSolution();
  const role = readRoles(files, readDocuments(files)).find(({ name }) => name === serviceRole);
  expect(role?.privileges.map(({ name }) => name).toSorted()).toEqual(
    [...used, ...Object.keys(platformNeeds)].toSorted(),
  );
  expect(new Set(role?.privileges.map(({ level }) => level))).toEqual(new Set(['Global']));
});
