import fc from 'fast-check';

import { decideMembership } from '../../../connector/reconcile/decide-membership';
import type { AddressDecision, Decision } from '../../../connector/reconcile/decision';
import { outcomeOf, recordedOrDecided } from '../../../connector/reconcile/outcome-of';
import type { Situation } from '../../../connector/reconcile/situation';
import { anySituation } from './any-situation';
import { apply } from './situations';

const subscribes = ({ mailchimp }: AddressDecision) => mailchimp.do === 'add' || mailchimp.do === 'restore';
const holds = (check: (situation: Situation, decision: Decision) => void) =>
  fc.assert(
    fc.property(anySituation, (situation) => check(situation, decideMembership(situation))),
    { numRuns: 2_000 },
  );
const memoriesBefore = ({ addresses }: Situation) => addresses.flatMap(({ no }) => no ?? []);

describe('whatever the situation', () => {
  test('somebody who said no is subscribed or asked only when added to the list after it was seen, by a rule that says so', () => {
    holds((situation, decision) => {
      const { rules, run, crm } = situation;
      const nos = decision.addresses.flatMap(({ no }) => (no && no.kind !== 'bounced' ? [no] : []));
      for (const { mailchimp } of decision.addresses.filter(subscribes)) {
        if (nos.length === 0) continue;
        expect(run).toMatchObject({ trust: 'none', firstRun: false });
        expect(rules.resubscribe).not.toBe('leave-out');
        for (const no of nos) {
          expect(['unsubscribed', 'unconfirmed']).toContain(no.kind);
          expect(crm.now.onList && crm.now.changedOn !== null && crm.now.changedOn > no.seenOn).toBe(true);
        }
        if (rules.resubscribe === 'ask') expect(mailchimp).toMatchObject({ status: 'pending' });
      }
    });
  });

  test('nobody is asked twice after one no', () => {
    holds((situation, decision) => {
      const asked = memoriesBefore(situation).some(({ askedOn, kind }) => askedOn !== undefined && kind !== 'bounced');
      const kept = decision.addresses.some(({ no }) => no?.askedOn !== undefined && no.askedOn !== situation.now);
      if (!asked || !kept || situation.rules.resubscribe !== 'ask') return;
      expect(decision.addresses.filter(subscribes)).toEqual([]);
    });
  });

  test('a question that answers a no is remembered before it is sent', () => {
    holds((situation, decision) => {
      for (const { mailchimp, no } of decision.addresses) {
        if (!('status' in mailchimp) || mailchimp.status !== 'pending' || !no) continue;
        expect(no.askedOn).toBe(situation.now);
      }
    });
  });

  test('an unsubscribe that was neither ours nor an administrator\u2019s leaves a memory', () => {
    holds((situation, decision) => {
      situation.addresses.forEach(({ now }, index) => {
        if (now.status !== 'unsubscribed' || now.by === 'us' || now.by === 'admin') return;
        expect(decision.addresses[index]?.no).not.toBeNull();
      });
    });
  });

  test('a memory ends only when somebody else than us subscribed the person', () => {
    holds((situation, decision) => {
      const signedUp = situation.addresses.some(({ now }) => now.status === 'subscribed' && now.by !== 'us');
      if (signedUp) return;
      situation.addresses.forEach(({ no }, index) => {
        if (no) expect(decision.addresses[index]?.no).not.toBeNull();
      });
    });
  });

  test('a cleaned address is never written to, and a bounced one never subscribed', () => {
    holds((situation, decision) => {
      decision.addresses.forEach(({ mailchimp, no }, index) => {
        if (situation.addresses[index]?.now.status === 'cleaned') expect(mailchimp.do).toBe('nothing');
        if (no?.kind === 'bounced') expect(['add', 'restore']).not.toContain(mailchimp.do);
      });
    });
  });

  test('somebody who opted out is never subscribed, is unsubscribed where subscribed, and keeps the place on the list', () => {
    holds((situation, decision) => {
      if (!situation.person?.optedOut) return;
      expect(decision.crm).toBe('nothing');
      decision.addresses.forEach(({ mailchimp, reason }, index) => {
        const subscribed = situation.addresses[index]?.now.status === 'subscribed';
        expect(subscribed ? mailchimp.do : ['nothing', 'unsubscribe'].includes(mailchimp.do)).toBe(
          subscribed ? 'unsubscribe' : true,
        );
        expect(reason).toBe('opted-out');
      });
    });
  });

  test('nobody is pushed before somebody confirmed that the people agreed, nor against the direction', () => {
    holds(({ run, rules }, decision) => {
      if (run.consentConfirmed && rules.direction !== 'to-crm') return;
      expect(decision.addresses.filter(subscribes)).toEqual([]);
    });
  });

  test('only active people on the list are pushed, at most once each', () => {
    holds(({ person, crm }, decision) => {
      const pushed = decision.addresses.filter(subscribes);
      expect(pushed.length).toBeLessThanOrEqual(1);
      if (pushed.length === 1) {
        expect(person?.state).toBe('active');
        expect(crm.now.onList).toBe(true);
      }
    });
  });

  test('nobody is created but strangers and deleted people who are subscribed, where creating is switched on', () => {
    holds(({ person, addresses, rules }, decision) => {
      if (decision.crm !== 'create-and-join') return;
      expect(rules.createPeople).toBe(true);
      expect(person === null || person.state === 'deleted').toBe(true);
      expect(addresses.some(({ now }) => now.status === 'subscribed')).toBe(true);
    });
  });

  test('the direction never keeps a no from taking somebody off the list', () => {
    holds((situation, decision) => {
      if (decision.crm !== 'leave') return;
      const oneWay = decideMembership({ ...situation, rules: { ...situation.rules, direction: 'to-mailchimp' } });
      const saysNo = decision.addresses.some(({ no }) => no !== null);
      expect(oneWay.crm).toBe(saysNo ? 'leave' : 'nothing');
    });
  });

  test('an opt-out reaches Mailchimp in every direction', () => {
    holds((situation) => {
      if (!situation.person) return;
      const told = { ...situation, person: { ...situation.person, optedOut: true } };
      const ways = (['both', 'to-mailchimp', 'to-crm'] as const).map(
        (direction) => decideMembership({ ...told, rules: { ...told.rules, direction } }).addresses,
      );
      expect(ways[1]).toEqual(ways[0]);
      expect(ways[2]).toEqual(ways[0]);
    });
  });

  test('only members that are or were on both sides, or whose removal is dated, are removed; all of them where the CRM is trusted', () => {
    holds(({ addresses, crm, run, person }, decision) => {
      decision.addresses.forEach(({ mailchimp }, index) => {
        if (mailchimp.do !== 'archive' && mailchimp.do !== 'unsubscribe') return;
        const dated = !crm.now.onList && crm.now.changedOn !== null;
        expect(addresses[index]?.wasIn || crm.now.onList || dated || run.trust === 'crm' || person?.optedOut).toBe(
          true,
        );
      });
    });
  });

  test('only a subscribed member is archived, because Mailchimp refuses the others', () => {
    holds(({ addresses }, decision) => {
      decision.addresses.forEach(({ mailchimp }, index) => {
        if (mailchimp.do === 'archive') expect(addresses[index]?.now.status).toBe('subscribed');
      });
    });
  });

  test('a member that is there is never added, and one that is not there is never restored', () => {
    holds(({ addresses }, decision) => {
      decision.addresses.forEach(({ mailchimp }, index) => {
        const status = addresses[index]?.now.status ?? 'absent';
        if (mailchimp.do === 'add') expect(status).toBe('absent');
        if (mailchimp.do === 'restore') expect(['archived', 'unsubscribed']).toContain(status);
      });
    });
  });

  test('a decision that is carried out leaves nothing to do', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const first = decideMembership(situation);
        const after = apply(situation, first);
        for (const trust of ['none', situation.run.trust] as const) {
          const again = decideMembership({ ...after, run: { ...after.run, trust } });
          // What an override could not do is left to the usual rules once it is over.
          const undone = first.open || first.addresses.some(({ reason }) => reason === 'untagged');
          if (trust !== situation.run.trust && undone) continue;
          expect(again.crm).toBe('nothing');
          expect(again.addresses.map(({ mailchimp }) => mailchimp.do)).toEqual(again.addresses.map(() => 'nothing'));
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('the run right after tells the same story and remembers the same, so that nothing is written down again', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const first = decideMembership(situation);
        const after = apply(situation, first);
        const again = decideMembership(after);
        const told = again.addresses.map((decided, index) =>
          recordedOrDecided(first.addresses[index] ?? null, decided, again.stands),
        );
        expect(told).toEqual(first.addresses.map(({ outcome, reason }) => ({ outcome, reason })));
        expect(again.addresses.map(({ no }) => no)).toEqual(first.addresses.map(({ no }) => no));
      }),
      { numRuns: 3_000 },
    );
  });

  test('every address of the situation is answered, with the outcome that belongs to its reason', () => {
    holds(({ addresses }, decision) => {
      expect(decision.addresses.length).toBeGreaterThanOrEqual(Math.max(1, addresses.length));
      decision.addresses.forEach(({ address, outcome, reason }, index) => {
        expect(address).toBe(addresses[index]?.address ?? address);
        expect(outcome).toBe(outcomeOf(reason));
      });
    });
  });
});
