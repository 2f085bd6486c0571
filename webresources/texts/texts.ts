/** Every text of the pages, in the user's language. */
import { createTranslator } from './translator';
import choicesDe from './de/choices.json';
import reasonsDe from './de/reasons.json';
import commonDe from './de/common.json';
import manageDe from './de/manage.json';
import membersDe from './de/members.json';
import panelDe from './de/panel.json';
import runDe from './de/run.json';
import serviceDe from './de/service.json';
import syncDe from './de/sync.json';
import choicesEn from './en/choices.json';
import reasonsEn from './en/reasons.json';
import commonEn from './en/common.json';
import manageEn from './en/manage.json';
import membersEn from './en/members.json';
import panelEn from './en/panel.json';
import runEn from './en/run.json';
import serviceEn from './en/service.json';
import syncEn from './en/sync.json';

export const { t, hasText } = createTranslator(
  {
    common: commonEn,
    choices: choicesEn,
    reasons: reasonsEn,
    service: serviceEn,
    sync: syncEn,
    manage: manageEn,
    run: runEn,
    members: membersEn,
    panel: panelEn,
  },
  {
    common: commonDe,
    choices: choicesDe,
    reasons: reasonsDe,
    service: serviceDe,
    sync: syncDe,
    manage: manageDe,
    run: runDe,
    members: membersDe,
    panel: panelDe,
  },
);

export type TextKey = Parameters<typeof t>[0];
