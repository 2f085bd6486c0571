/** A seed from somebody's own exports: one audience, one marketing list, the people on both sides. */
import { sampleIds, sampleNames, type PersonType } from '../seeds/sample';
import { parseSeed, type Seed, type SeedPerson } from '../seeds/seed';
import { readListMembersExport } from './list-members-export';
import { readMailchimpExport } from './mailchimp-export';
import { readPeopleExport } from './people-export';

export interface ExportFiles {
  personType: PersonType;
  mailchimp: readonly string[];
  people?: string;
  listMembers?: string;
}

export interface ExportSeed {
  seed: Seed;
  /** What was assumed or left out, a sentence each. */
  remarks: string[];
}

/**
 * An export does not say when somebody joined the list. The assumed date is before everything that Mailchimp tells, so that
 * a rehearsal never finds the list the later one and subscribes somebody for it.
 */
export const joiningUnknown = '2000-01-01T00:00:00Z';

export async function readExportSeed(files: ExportFiles): Promise<ExportSeed> {
  const { personType } = files;
  const audience = await readMailchimpExport(files.mailchimp);
  const { people, skipped } = files.people
    ? await readPeopleExport(files.people, personType)
    : { people: [], skipped: 0 };
  const { members, unknown, dated } = await membersOf(files, people);
  const remarks = [
    ...(audience.skipped > 0
      ? [`${audience.skipped} rows of the audience have no e-mail address and were left out.`]
      : []),
    ...(skipped > 0 ? [`${skipped} rows of the ${personType}s have neither name nor address and were left out.`] : []),
    ...(unknown > 0
      ? [`${unknown} members of the list are not among the ${personType}s of the export and were left out.`]
      : []),
    ...(audience.foreign.length > 0
      ? [`${audience.foreign.join(', ')}: not from Mailchimp, and left out of the audience.`]
      : []),
    ...(!dated
      ? ['The export does not say when people joined the list: every date of Mailchimp is taken as the later one.']
      : []),
  ];
  const seed = parseSeed(
    {
      mailchimp: {
        accounts: [
          {
            id: sampleIds.account,
            name: sampleNames.account,
            key: sampleIds.key,
            audiences: [
              {
                id: sampleIds.newsletter,
                name: sampleNames.newsletter,
                merge_fields: audience.mergeFields,
                interest_categories: audience.interestCategories,
                members: audience.members,
              },
            ],
          },
        ],
      },
      dataverse: {
        [`${personType}s`]: people,
        lists: [
          {
            listid: sampleIds.newsletterList,
            listname: sampleNames.newsletterList,
            createdfromcode: personType === 'contact' ? 2 : 4,
            members,
          },
        ],
      },
    },
    'export',
  );
  return { seed, remarks };
}

async function membersOf(files: ExportFiles, people: readonly SeedPerson[]) {
  const ids = new Set(people.map((person) => person[`${files.personType}id`]));
  const addresses = new Set(people.map((person) => person.emailaddress1?.toLowerCase()));
  const listed = files.listMembers ? await readListMembersExport(files.listMembers) : [];
  const known = listed.filter((member) =>
    'id' in member ? ids.has(member.id) : addresses.has(member.email.toLowerCase()),
  );
  return {
    members: known.map((member) => ({ addedOn: joiningUnknown, ...member })),
    dated: known.every(({ addedOn }) => addedOn !== undefined),
    unknown: listed.length - known.length,
  };
}
