/** What the application user may do, against what the service does. */

import { tables } from '../../dataverse/schema.generated';
import { bad, good, note, type Check } from './check';

const own = Object.keys(tables).filter((name) => name !== 'list');

/** Privileges by what they are for; own tables go by their schema names, which are their logical ones. */
const needed: readonly string[] = [
  ...own.flatMap((table) => ['Create', 'Read', 'Write', 'Append', 'AppendTo'].map((right) => `prv${right}${table}`)),
  ...['Contact', 'Lead'].flatMap((table) =>
    ['Create', 'Read', 'Write', 'Append', 'AppendTo'].map((right) => `prv${right}${table}`),
  ),
  ...['Read', 'Write', 'Append', 'AppendTo'].map((right) => `prv${right}List`),
  ...['Create', 'Read', 'Append'].map((right) => `prv${right}Note`),
];

export const permissions: Check = {
  name: 'Permissions',
  after: ['Dynamics 365'],
  async look({ services, inspection }) {
    const { userId } = await services.crm.me();
    const held = await inspection.privileges(userId);
    const missing = needed.filter((privilege) => !held.has(privilege.toLowerCase()));
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
