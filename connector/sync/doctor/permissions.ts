/** What the application user may do, against what the service does. */

import { bad, good, note, type Check } from './check';

/** By what they are for; own tables go by their schema names, which are their logical ones. */
const needed: Readonly<Record<string, string>> = {
  Contact: 'Create Read Write AppendTo Assign',
  Lead: 'Create Read Write AppendTo Assign',
  List: 'Read Write Append AppendTo',
  Account: 'Read',
  Note: 'Create Read Append Assign',
  User: 'Read',
  Organization: 'Read',
  appnotification: 'Create Assign',
  mcs_account: 'Create Read Write AppendTo',
  mcs_audience: 'Create Read Write Append AppendTo',
  mcs_audiencemember: 'Create Read Write Delete Append Assign',
  mcs_fieldmapping: 'Read',
  mcs_interest: 'Create Read Write Delete Append',
  mcs_listevent: 'Create Read Delete Append',
  mcs_syncrun: 'Create Read Write Append AppendTo',
  mcs_tag: 'Create Read Write Delete Append',
};

export const neededPrivileges: readonly string[] = Object.entries(needed).flatMap(([table, rights]) =>
  rights.split(' ').map((right) => `prv${right}${table}`),
);

export const permissions: Check = {
  name: 'Permissions',
  after: ['Dynamics 365'],
  async look({ services, inspection }) {
    const { userId } = await services.crm.me();
    const held = await inspection.privileges(userId);
    const missing = neededPrivileges.filter((privilege) => !held.has(privilege.toLowerCase()));
    const findings = [
      missing.length === 0
        ? good('The service may do what it has to.')
        : bad(
            `The service lacks ${missing.join(', ')} in Dynamics 365: give its application user the role Audience Sync Service (npm run solution -- deploy --service-user APPLICATIONID).`,
          ),
    ];
    if (held.has('prvimportcustomization')) {
      findings.push(
        note(
          'The service may also change the environment itself, which it does not need: take away roles like System Administrator.',
        ),
      );
    }
    return findings;
  },
};
