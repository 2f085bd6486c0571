/** What a run needs of its fields before it reads: the mapping, merge fields that were asked for, and connections that read enough. */

import type { Crm } from '../../dataverse/port';
import type { MailchimpAccount } from '../../mailchimp/port';
import type { MappedField } from '../../reconcile/fields';
import { ServiceError } from '../../service-error';
import type { Claim } from '../run/claim';
import { readFieldMapping, type FieldMapping } from './field-mapping';
import { noteMergeFields } from './note-merge-fields';
import { addProvidedValues, changedByProviders } from './providers';
import type { Snapshot } from '../reading/read';
import type { Services } from '../run/services';

export interface PreparedFields {
  readonly fields: readonly MappedField[];
  /** Reads people with the columns of the mapping. */
  crm: Crm;
  fingerprint: string;
  /** People to look at although nothing of their own changed. */
  changedSince(since: string): Promise<string[]>;
  /** With what providers say of the people who were read. */
  complete(snapshot: Snapshot): Promise<Snapshot>;
  stopped: string[];
  warnings: string[];
}

/** What is remembered until the run ends. */
export interface FieldsState {
  stopped: string[];
  warnings: string[];
  fingerprint: string;
}

export const fieldsState = ({ stopped, warnings, fingerprint }: PreparedFields): FieldsState => ({
  stopped,
  warnings,
  fingerprint,
});

export async function prepareFields(
  services: Services,
  mailchimp: MailchimpAccount,
  { run, audience, list }: Claim,
): Promise<PreparedFields> {
  const type = list.memberType === 'lead' ? 'lead' : 'contact';
  const { crm, telemetry, providers = [] } = services;
  const mapping = await readFieldMapping(crm, mailchimp, audience, type, providers);
  await noteMergeFields(crm, audience, mapping.mergeFields);
  if (run.mode !== 'preview') await createMissing(mailchimp, audience.listId, mapping);
  const { stopped, warnings } = mapping;
  for (const sentence of [...stopped, ...warnings])
    telemetry.event('FieldMappingNeedsAttention', { runId: run.id, audience: audience.id, sentence });

  const failed = new Set<string>();
  const asking = async <T>(name: string, otherwise: T, ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ServiceError && error.kind !== 'refused') throw error;
      // Its fields stay as they are, and the next run looks at everybody again.
      failed.add(name);
      stopped.push(`The member data provider ${name} failed, so its fields were left alone.`);
      telemetry.exception(error, { runId: run.id, provider: name });
      return otherwise;
    }
  };
  return {
    get fields() {
      const left = new Set(providers.filter(({ name }) => failed.has(name)).flatMap(tagsOf));
      return mapping.fields.filter(({ tag }) => !left.has(tag));
    },
    crm: crm.readingColumns(type, mapping.columns),
    get fingerprint() {
      return [mapping.fingerprint, ...failed].join(' without ');
    },
    stopped,
    warnings,
    async changedSince(since) {
      const changed = await Promise.all(
        providers.map((provider) => asking(provider.name, [], () => changedByProviders(provider, crm, since, type))),
      );
      return changed.flat();
    },
    async complete(snapshot) {
      for (const provider of providers) {
        if (failed.has(provider.name)) continue;
        await asking(provider.name, undefined, () => addProvidedValues(provider, crm, snapshot.people, type));
      }
      return snapshot;
    },
  };
}

const tagsOf = ({ mergeFields }: { mergeFields: readonly { tag: string }[] }) => mergeFields.map(({ tag }) => tag);

async function createMissing(mailchimp: MailchimpAccount, listId: string, mapping: FieldMapping): Promise<void> {
  for (const field of mapping.missing) {
    try {
      await mailchimp.createMergeField(listId, field);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.kind !== 'refused') throw error;
      mapping.fields = mapping.fields.filter(({ tag }) => tag !== field.tag);
      mapping.stopped.push(`Mailchimp does not create the merge field ${field.tag}: ${error.message}`);
    }
  }
}
