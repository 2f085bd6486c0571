/** What Manage offers beside list and rules: fields, the tag of the list, further lists, and how the webhook stands. */
import { MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { useEffect, useState, type ReactElement } from 'react';
import { PageMessage, refusalMessage } from '../../../frame/page-message';
import { useSurroundings } from '../../../frame/surroundings';
import { tables } from '../../../schema.generated';
import { sentenceOr } from '../../../texts/service-words';
import { t } from '../../../texts/texts';
import { textOf } from '../../../web-api';
import type { Audience } from '../../board';
import type { ChosenList } from '../list-step';
import { mergeFieldsIn, type MergeField } from './columns';
import { FieldsSection } from './fields-section';
import { FurtherListsSection } from './further-lists-section';
import { ListTagSection } from './list-tag-section';
import { Section } from './section';
import { useAttempt } from './use-attempt';

export interface MoreStepProps {
  audience: Audience;
  audiences: readonly Audience[];
  list: ChosenList | null;
}

export function MoreStep({ audience, audiences, list }: MoreStepProps): ReactElement {
  const { api } = useSurroundings();
  const attempt = useAttempt();
  const { refusal, run } = attempt;
  const [known, setKnown] = useState<{ mergeFields: MergeField[]; webhook: string | null } | null>(null);
  useEffect(
    () =>
      void run(async () => {
        const row = await api.retrieve(tables.mcs_audience.set, audience.id, {
          select: ['mcs_mergefields', 'mcs_webhookstate'],
        });
        setKnown({
          mergeFields: mergeFieldsIn(textOf(row, 'mcs_mergefields')),
          webhook: textOf(row, 'mcs_webhookstate'),
        });
      }),
    [api, audience.id, run],
  );
  const personType = list?.personType ?? null;

  return (
    <>
      <MessageBar intent="info" layout="multiline" style={unshrinking}>
        <MessageBarBody>{t('manage.more.savedAtOnce')}</MessageBarBody>
      </MessageBar>
      {refusal !== null && <PageMessage message={refusalMessage(refusal)} />}
      {known !== null && personType !== null && (
        <FieldsSection
          audienceId={audience.id}
          personType={personType}
          mergeFields={known.mergeFields}
          attempt={attempt}
        />
      )}
      {list !== null && <ListTagSection audienceId={audience.id} list={list} attempt={attempt} />}
      {personType !== null && (
        <FurtherListsSection audience={audience} audiences={audiences} personType={personType} attempt={attempt} />
      )}
      <Section title={t('manage.more.webhook')} hint={t('manage.more.webhook.hint')}>
        <Text>{sentenceOr(known?.webhook ?? null, 'manage.more.webhook.none')}</Text>
      </Section>
    </>
  );
}

const unshrinking = { flexShrink: 0 } as const;
