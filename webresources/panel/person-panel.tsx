/** A contact or lead: one card for each audience that she has to do with. */
import { Text } from '@fluentui/react-components';
import { useCallback, type ReactElement } from 'react';
import { PageLink, type PersonType } from '../frame/links';
import { StateCard } from '../frame/state-card';
import { useSurroundings } from '../frame/surroundings';
import { usePoll, type Pace } from '../frame/use-poll';
import { audiencesPlace } from '../pages';
import { t } from '../texts/texts';
import { readMemberships, type Membership } from './memberships';
import { MembershipCard } from './membership-card';
import { PanelFrame } from './panel-frame';
import { useRequest } from './use-request';

export function PersonPanel({ id, type }: { type: PersonType; id: string }): ReactElement {
  const { api } = useSurroundings();
  const read = useCallback(() => readMemberships(api, type, id), [api, id, type]);
  const memberships = usePoll(read, unhurried);
  const { change, refresh } = memberships;
  const requests = useRequest(refresh);
  const { about, ask, say } = requests;

  return (
    <PanelFrame of={memberships} requests={requests}>
      {(all) =>
        all.length === 0 ? (
          <StateCard title={t('panel.nowhere.title')}>
            <Text>{t(`panel.nowhere.${type}`)}</Text>
            <PageLink to={audiencesPlace}>{t('panel.openAudiences')}</PageLink>
          </StateCard>
        ) : (
          all.map((membership) => (
            <MembershipCard
              key={membership.id}
              of={membership}
              busy={about}
              say={say}
              onSync={() => void ask(wantedFor(membership))}
              onChanged={(tags) =>
                change((before) => before.map((one) => (one.id === membership.id ? { ...one, tags } : one)))
              }
            />
          ))
        )
      }
    </PanelFrame>
  );
}

const unhurried = (): Pace => 'quiet';

const wantedFor = ({ address, audience, audienceId, id }: Membership) => ({
  audience,
  audienceId,
  people: [id],
  about: t('panel.about', { person: address, audience }),
});
