/** A contact or lead: one card for each audience that she has to do with. */
import { Skeleton, SkeletonItem, Text } from '@fluentui/react-components';
import { useCallback, type ReactElement } from 'react';
import { PageLink, type PersonType } from '../frame/links';
import { PageFrame } from '../frame/page-frame';
import { PageMessage, refusalMessage } from '../frame/page-message';
import { StateCard } from '../frame/state-card';
import { useSurroundings } from '../frame/surroundings';
import { usePoll, type Pace } from '../frame/use-poll';
import { audiencesPlace } from '../pages';
import { t } from '../texts/texts';
import { readMemberships, type Membership } from './memberships';
import { MembershipCard } from './membership-card';
import { useRequest } from './use-request';

export function PersonPanel({ id, type }: { type: PersonType; id: string }): ReactElement {
  const { api } = useSurroundings();
  const read = useCallback(() => readMemberships(api, type, id), [api, id, type]);
  const { change, refresh, state } = usePoll(read, unhurried);
  const { about, ask, message, say } = useRequest(refresh);

  return (
    <PageFrame
      narrow
      title={t('panel.title')}
      announcement={message?.text ?? ''}
      messages={
        <>
          {message !== null && <PageMessage message={message} onDismiss={() => say(null)} />}
          {state.kind === 'ready' && state.stale && (
            <PageMessage message={{ intent: 'warning', text: t('common.stale') }} onRetry={refresh} />
          )}
          {state.kind === 'refused' && <PageMessage message={refusalMessage(state.refusal)} onRetry={refresh} />}
        </>
      }
    >
      {state.kind === 'loading' && <Waiting />}
      {state.kind === 'ready' && state.value.length === 0 && (
        <StateCard title={t('panel.nowhere.title')}>
          <Text>{t(`panel.nowhere.${type}`)}</Text>
          <PageLink to={audiencesPlace}>{t('panel.openAudiences')}</PageLink>
        </StateCard>
      )}
      {state.kind === 'ready' &&
        state.value.map((membership) => (
          <MembershipCard
            key={membership.id}
            of={membership}
            now={state.now}
            busy={about}
            say={say}
            onSync={() => void ask(wantedFor(membership))}
            onChanged={(tags) => change((all) => all.map((one) => (one.id === membership.id ? { ...one, tags } : one)))}
          />
        ))}
    </PageFrame>
  );
}

const unhurried = (): Pace => 'quiet';

const wantedFor = ({ address, audience, audienceId, id }: Membership) => ({
  audience,
  audienceId,
  people: [id],
  about: t('panel.about', { person: address, audience }),
});

export function Waiting(): ReactElement {
  return (
    <Skeleton aria-label={t('common.loading')}>
      <SkeletonItem size={96} />
    </Skeleton>
  );
}
