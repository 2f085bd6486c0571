/** What a member is before anything is known of it. */

import type { Instant } from './instant';
import type { Member } from './member';

export function blankMember(
  at: Instant,
  source = 'API - Generic',
): Omit<Member, 'id' | 'address' | 'contactId' | 'webId'> {
  return {
    emailType: 'html',
    status: 'transactional',
    hold: null,
    unsubscribeReason: '',
    unsubscribedAt: null,
    mergeFields: {},
    ipSignup: '',
    timestampSignup: null,
    ipOpt: '',
    timestampOpt: at,
    lastChanged: at,
    language: '',
    vip: false,
    latitude: 0,
    longitude: 0,
    source,
    tags: new Map(),
    interests: new Set(),
    activity: [],
  };
}
