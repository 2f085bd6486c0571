/** Sync Now on audiences and marketing lists: asks for what can run and says, of the rest, why not. */

import { dataOf, listPlace, managePlace, type Place } from '../pages';
import { choices, tables, type Choice } from '../schema.generated';
import { t } from '../texts/command-texts';
import { findTies, readAudiences, type TiedAudience } from './ties';
import { openPage } from './open-page';
import type { Xrm } from './xrm';

/** Answers whether something was asked for, so that the caller shows the new status. */
export async function syncNow(xrm: Xrm, audienceIds: readonly string[]): Promise<boolean> {
  return request(xrm, await readAudiences(xrm, audienceIds), []);
}

/** A further list follows the audience that one of its tags or interests belongs to. */
export async function syncListsNow(xrm: Xrm, listIds: readonly string[]): Promise<boolean> {
  const { audiences, lists } = await findTies(xrm, listIds);
  const [only] = lists;
  if (only !== undefined && listIds.length === 1 && audiences.length === 0 && only.refusal === null) {
    await openPage(xrm, dataOf(listPlace(only.id)));
    return false;
  }
  return request(
    xrm,
    audiences,
    lists.map(({ name, refusal }) => refusal ?? t('commands.list.notTied', { list: name })),
  );
}

async function request(xrm: Xrm, audiences: readonly TiedAudience[], refused: readonly string[]): Promise<boolean> {
  const [only] = audiences;
  const place = only !== undefined && audiences.length === 1 && refused.length === 0 ? placeToGo(only) : null;
  if (place !== null) {
    await openPage(xrm, dataOf(place));
    return false;
  }
  const started = audiences.filter(({ tie }) => tie === 'running');
  const said = [...refused];
  for (const audience of audiences) if (audience.tie !== 'running') said.push(whyNot[audience.tie](audience.name));
  for (const audience of started) await xrm.WebApi.createRecord('mcs_syncrun', requestOf(audience));
  const opening =
    started.length === 0
      ? []
      : started.length === 1
        ? [t('commands.started', { audience: started[0]?.name ?? '' })]
        : [t('commands.startedMany', { count: started.length })];
  await xrm.Navigation.openAlertDialog({
    title: started.length > 0 ? t('commands.startedTitle') : t('commands.notStartedTitle'),
    text: [...opening, ...said].join('\n'),
    confirmButtonLabel: t('common.ok'),
  });
  return started.length > 0;
}

/** Who has chosen one audience that cannot simply run is taken to where it is made ready. */
function placeToGo({ id, tie }: TiedAudience): Place | null {
  return tie === 'not-tied' || tie === 'ready' ? managePlace(id) : null;
}

const whyNot: Readonly<Record<Exclude<Choice<'mcs_tiestate'>, 'running'>, (audience: string) => string>> = {
  'not-tied': (audience) => t('commands.notTied', { audience }),
  ready: (audience) => t('commands.notBegun', { audience }),
  paused: (audience) => t('commands.paused', { audience }),
};

function requestOf({ id, name }: TiedAudience): Readonly<Record<string, string | number | boolean>> {
  return {
    mcs_name: `${name}: sync`.slice(0, tables.mcs_syncrun.columns.mcs_name.maxLength),
    mcs_mode: choices.mcs_runmode.sync,
    mcs_trigger: choices.mcs_runtrigger.person,
    mcs_status: choices.mcs_runstatus.requested,
    mcs_consentconfirmed: false,
    'mcs_audienceid@odata.bind': `/${tables.mcs_audience.set}(${id})`,
  };
}
