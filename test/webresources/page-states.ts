/** Every state that the pages can be in, each with the rows that lead to it. Words are taken from the texts, so the user may read any language. */
import { chooseLanguage } from '../../webresources/texts/language';
import { t } from '../../webresources/texts/texts';
import { choices } from '../../webresources/schema.generated';
import type { FakeRow } from './fake-web-api';
import { addMembers } from './sample-members';
import { addRun, runId } from './sample-run';
import { previewCounts, sampleTables } from './sample-rows';
import { audience, change, fake, lastRun, open, page } from './stage';

export interface PageState {
  name: string;
  /** As wide as the page usually is. */
  width: number;
  /** Leads there, and returns when it is on the screen. */
  show: () => Promise<unknown>;
  /** The browser itself tells in its console of an answer that refuses. */
  refused: boolean;
}

/** The user reads this language from now on; the organization is as new. */
export function begin(languageId: 1031 | 1033): void {
  chooseLanguage(languageId);
  fake.userSettings = { languageId };
  for (const set of Object.keys(fake.tables)) delete fake.tables[set];
  Object.assign(fake.tables, sampleTables(), {
    annotations: [],
    contacts: [],
    leads: [],
    mcs_audiencemembers: [],
    mcs_fieldmappings: [],
    mcs_interests: [],
    mcs_tags: [],
  });
  fake.allow();
}

const state = (name: string, show: () => Promise<unknown>): PageState => ({
  name,
  width: 1280,
  show,
  refused: false,
});
const refusedState = (name: string, show: () => Promise<unknown>): PageState => ({
  ...state(name, show),
  refused: true,
});
const inPanel = (name: string, show: () => Promise<unknown>): PageState => ({ ...state(name, show), width: 400 });

export const pageStates: readonly PageState[] = [
  state('audiences in every status', async () => {
    addBusyAudiences();
    await open();
    await text('62').waitFor();
  }),
  state('audiences with long names', async () => {
    change(audience('a-newsletter'), { mcs_name: `${'Newsletter'.repeat(15)} <img src=x onerror=alert(1)>` });
    change(audience('a-board'), { mcs_statussentence: `Refused: ${'x'.repeat(180)}` });
    change(fake.tables['lists']?.find(({ listid }) => listid === 'l-events') ?? {}, { listname: longName });
    change(fake.tables['mcs_accounts']?.[0] ?? {}, { mcs_name: `Contoso ${'o'.repeat(150)}` });
    await open();
    await text(/onerror/).waitFor();
  }),
  state('audiences with bars over them', async () => {
    const [us, de] = fake.tables['mcs_accounts'] ?? [];
    change(us ?? {}, { mcs_connectionstatus: choices.mcs_connectionstatus['key-refused'] });
    change(de ?? {}, { mcs_connectionstatus: choices.mcs_connectionstatus.copied });
    await open();
    await text(t('sync.account.copied', { account: 'Contoso DE' })).waitFor();
  }),
  state('audiences, why people are left out', async () => {
    await open();
    const label = t('sync.count.show', { count: '3', what: t('sync.count.attention'), audience: 'Partners' });
    await button(label).click();
    await page.getByRole('link', { name: t('sync.count.people'), exact: true }).waitFor();
  }),
  state('audiences, what to do about an error', async () => {
    await open();
    await button(t('sync.cell.whatToDo.of', { audience: 'Board' })).click();
    await page.getByRole('dialog').getByText(t('sync.cure.again')).waitFor();
  }),
  state('audiences, none matches', async () => {
    await open();
    await page.getByRole('searchbox').fill('nothing like it');
    await heading(t('sync.nothingFound.title')).waitFor();
  }),
  state('no account', async () => {
    fake.tables['mcs_audiences'] = [];
    fake.tables['mcs_accounts'] = [];
    await open();
    await heading(t('sync.noAccount.title')).waitFor();
  }),
  state('no audience', async () => {
    fake.tables['mcs_audiences'] = [];
    await open();
    await heading(t('sync.noAudience.title')).waitFor();
  }),
  state('no audience, and an account that is a copy', async () => {
    fake.tables['mcs_audiences'] = [];
    change(fake.tables['mcs_accounts']?.[0] ?? {}, { mcs_connectionstatus: choices.mcs_connectionstatus.copied });
    await open();
    await heading(t('sync.closed.title')).waitFor();
  }),
  state('Manage of a paused audience', async () => {
    await open('page=audiences&audience=a-press&manage=1');
    await page.getByRole('tab', { name: t('manage.step.numbers') }).click();
    await text(t('manage.paused.title', { audience: 'Press' })).waitFor();
  }),
  refusedState('no right to see audiences', async () => {
    fake.refuse('/mcs_audiences', 403, 'prvReadmcs_audience', 1000);
    await open();
    await heading(t('sync.forbidden.title')).waitFor();
  }),
  refusedState('audiences that cannot be read', async () => {
    fake.refuse('/mcs_audiences', 500, 'Generic SQL error.', 1000);
    await open();
    await button(t('common.tryAgain')).waitFor();
  }),
  state('an audience chosen for a list', async () => {
    await open('page=audiences&list=l-readers');
    await button(t('sync.fromList.choose.of', { audience: 'Newsletter' })).waitFor();
  }),
  state('Manage, the list', async () => {
    await openManage();
    await page.getByRole('combobox', { name: t('manage.list.label') }).fill('newsletter');
    await page.getByRole('option', { name: /Newsletter readers/ }).waitFor();
  }),
  state('Manage, a new list', async () => {
    await openManage();
    await button(t('manage.list.new')).click();
    await page.getByRole('form').waitFor();
  }),
  state('Manage, the rules', async () => {
    await openManage('a-events');
    await tab(t('manage.step.rules')).click();
    await page.getByRole('radiogroup').first().waitFor();
  }),
  state('Manage, fields and lists', async () => {
    addFieldsAndLists();
    await openManage('a-events');
    await tab(t('manage.step.more')).click();
    await text('FNAME').waitFor();
    await button(t('manage.more.fields.add')).click();
    await button(t('manage.more.fields.save')).waitFor();
  }),
  state('Manage, numbers on their way', async () => {
    await openManage('a-events');
    await tab(t('manage.step.numbers')).click();
    await page.getByRole('progressbar').waitFor();
  }),
  state('Manage, numbers compared', async () => {
    change(audience('a-newsletter'), {
      _mcs_marketinglistid_value: 'l-readers',
      mcs_tiestate: choices.mcs_tiestate.ready,
    });
    await openManage();
    await page.getByRole('progressbar').waitFor();
    finishRuns(previewCounts);
    await page.getByRole('checkbox').waitFor();
    await button(t('manage.compare')).click();
    await page.getByRole('table').waitFor();
    finishRuns(previewCounts);
    await page
      .getByRole('row')
      .getByText(/^1[.,]214$/)
      .nth(2)
      .waitFor();
  }),
  state('Manage, numbers that failed', async () => {
    await openManage('a-events');
    await tab(t('manage.step.numbers')).click();
    await page.getByRole('progressbar').waitFor();
    change(lastRun(), { mcs_status: choices.mcs_runstatus.failed, mcs_sentence: 'Mailchimp refuses the key.' });
    await text('Mailchimp refuses the key.').waitFor();
  }),
  state('a run in progress', async () => {
    change(addRun(fake.tables), {
      mcs_status: choices.mcs_runstatus['in-progress'],
      mcs_progress: 40,
      mcs_finishedon: null,
      mcs_sentence: 'Writing contacts, 1,000 of 1,214.',
    });
    fake.tables['annotations'] = [];
    await open(`page=run&run=${runId}`);
    await text(t('run.changes.noneYet')).waitFor();
  }),
  state('a run that needs approval', async () => {
    addRun(fake.tables);
    await open(`page=run&run=${runId}`);
    await text('Ana Bell').waitFor();
    await button(t('run.command.approve')).waitFor();
  }),
  state('a run, approval asked', async () => {
    addRun(fake.tables);
    await open(`page=run&run=${runId}`);
    await text('Ana Bell').waitFor();
    await button(t('run.command.approve')).click();
    await page.getByRole('alertdialog').waitFor();
  }),
  state('a completed run', async () => {
    change(addRun(fake.tables), { mcs_status: choices.mcs_runstatus.completed, mcs_sentence: 'Both sides agree.' });
    await open(`page=run&run=${runId}`);
    await text('Ana Bell').waitFor();
  }),
  state('a failed run', async () => {
    change(addRun(fake.tables), {
      mcs_status: choices.mcs_runstatus.failed,
      mcs_sentence: 'The marketing list is locked. Unlock it, then sync again.',
    });
    change(fake.tables['mcs_syncruns']?.[0] ?? {}, { mcs_counts: null });
    fake.tables['annotations'] = [];
    await open(`page=run&run=${runId}`);
    await button(t('run.command.retry')).waitFor();
  }),
  state('a run, undo', async () => {
    change(addRun(fake.tables), { mcs_status: choices.mcs_runstatus.completed });
    await open(`page=run&run=${runId}`);
    await button(t('run.command.undo')).click();
    await page.getByRole('dialog').getByRole('progressbar').waitFor();
    finishRuns(
      JSON.stringify({ undo: { people: 4, moved: 1, law: 1, created: 2, mails: 3, impossible: 1, others: 2 } }),
    );
    await text(t('run.undo.law', { count: 1 })).waitFor();
  }),
  refusedState('a run that may not be seen', async () => {
    fake.refuse('/mcs_syncruns', 403, 'prvReadmcs_syncrun', 1000);
    await open(`page=run&run=${runId}`);
    await heading(t('run.forbidden.title')).waitFor();
  }),
  state('members', async () => {
    addMembers(fake.tables, 60);
    await open('page=members&audience=a-partners');
    await text('Barney Stone').waitFor();
  }),
  state('members with long names', async () => {
    addMembers(fake.tables);
    change(audience('a-partners'), { mcs_name: 'Partners'.repeat(25) });
    for (const one of fake.tables['mcs_audiencemembers'] ?? []) {
      change(one, { mcs_personname: longName, mcs_name: `${'x'.repeat(190)}@example.com`, mcs_tags: `; ${longName};` });
    }
    for (const one of fake.tables['contacts'] ?? []) change(one, { fullname: longName });
    await open('page=members&audience=a-partners');
    await button(t('members.open', { person: longName }))
      .first()
      .click();
    await page.getByRole('dialog').getByText(t('members.story.happened')).waitFor();
  }),
  state('members, one row opened', async () => {
    addMembers(fake.tables);
    await open('page=members&audience=a-partners');
    await button(t('members.open', { person: 'Wilma Flint' })).click();
    await page.getByRole('link', { name: /Wilma Flint-Stone/ }).waitFor();
  }),
  state('members, nobody found', async () => {
    addMembers(fake.tables);
    await open('page=members&audience=a-partners');
    await text('Wilma Flint').waitFor();
    await page.getByRole('searchbox').fill('nobody of that name');
    await text(t('members.nothingFound')).waitFor();
  }),
  refusedState('members that may not be seen', async () => {
    fake.refuse('/mcs_audiences', 403, 'prvReadmcs_audience', 1000);
    await open('page=members&audience=a-partners');
    await heading(t('members.forbidden.title')).waitFor();
  }),
  inPanel('panel of a person', async () => {
    addMemberships();
    await open('page=panel&table=contact&id=c-wilma');
    await text('VIP').waitFor();
  }),
  inPanel('panel of a person with long names', async () => {
    addMemberships();
    change(audience('a-events'), { mcs_name: longName });
    const last = fake.tables['mcs_audiencemembers']?.at(-1) ?? {};
    change(last, { mcs_name: `${'x'.repeat(190)}@example.com`, mcs_tags: `; ${longName};` });
    await open('page=panel&table=contact&id=c-wilma');
    await text(longName).waitFor();
  }),
  inPanel('panel of somebody in no audience', async () => {
    await open('page=panel&table=lead&id=lead-1');
    await heading(t('panel.nowhere.title')).waitFor();
  }),
  inPanel('panel of a list', async () => {
    await open('page=panel&table=list&id=l-events');
    await button(t('panel.syncNow')).waitFor();
  }),
  inPanel('panel of a list that is not tied', async () => {
    await open('page=panel&table=list&id=l-readers');
    await heading(t('panel.notTied')).waitFor();
  }),
  {
    ...refusedState('panel that may not be seen', async () => {
      fake.refuse('/mcs_audiencemembers', 403, 'prvReadmcs_audiencemember', 1000);
      await open('page=panel&table=contact&id=c-wilma');
      await text(t('common.refused.notAllowed')).waitFor();
    }),
    width: 400,
  },
];

/** Two hundred characters without a space, as hostile as a name can be. */
export const longName = `<img src=x onerror=alert(1)>${'Wolfeschlegelsteinhausen'.repeat(8)}`.replaceAll(' ', '/');

const text = (words: string | RegExp) => page.getByText(words).first();
const button = (name: string) => page.getByRole('button', { name, exact: true });
const heading = (name: string) => page.getByRole('heading', { name });
const tab = (name: string) => page.getByRole('tab', { name });

async function openManage(id = 'a-newsletter'): Promise<void> {
  await open(`page=audiences&audience=${id}&manage=1`);
  await page.getByRole('dialog').waitFor();
}

/** The service answers all that was asked of it. */
function finishRuns(counts: string): void {
  for (const run of fake.tables['mcs_syncruns'] ?? []) {
    if (run['mcs_status'] === choices.mcs_runstatus.requested)
      change(run, { mcs_status: choices.mcs_runstatus.completed, mcs_counts: counts });
  }
}

/** The statuses that come and go: ready to start, requested, silent, in progress. */
function addBusyAudiences(): void {
  const minutesAgo = (count: number): string => new Date(Date.now() - count * 60_000).toISOString();
  const add = (id: string, name: string, syncStatus: number, run: FakeRow | null): void => {
    fake.tables['mcs_audiences']?.push({
      ...audience('a-events'),
      mcs_audienceid: id,
      mcs_name: name,
      _mcs_marketinglistid_value: 'l-vip',
      mcs_syncstatus: syncStatus,
    });
    if (run !== null) {
      fake.tables['mcs_syncruns']?.push({
        mcs_syncrunid: `r-${id}`,
        _mcs_audienceid_value: id,
        mcs_mode: choices.mcs_runmode.sync,
        createdon: minutesAgo(2),
        ...run,
      });
    }
  };
  const { mcs_syncstatus: status, mcs_runstatus: runStatus } = choices;
  add('a-ready', 'Ready', status.ready, null);
  change(audience('a-ready'), { mcs_tiestate: choices.mcs_tiestate.ready });
  add('a-requested', 'Requested', status.requested, { mcs_status: runStatus.requested });
  add('a-working', 'Volunteers', status['in-progress'], {
    mcs_status: runStatus['in-progress'],
    mcs_progress: 62,
    mcs_sentence: 'Writing contacts, 1,000 of 1,214.',
    mcs_startedon: minutesAgo(1),
  });
}

function addFieldsAndLists(): void {
  change(audience('a-events'), {
    mcs_webhookstate: 'Registered in Mailchimp and pointing here.',
    mcs_mergefields: JSON.stringify(
      ['FNAME', 'LNAME', 'COMPANY'].map((tag) => ({ tag, name: `Name of ${tag}`, type: 'text', required: false })),
    ),
  });
  fake.tables['mcs_tags'] = [tag(longName, 'l-vip'), tag('Press', null)];
}

const tag = (name: string, listId: string | null): FakeRow => ({
  mcs_tagid: `t-${name}`,
  mcs_name: name,
  mcs_membercount: 12,
  _mcs_audienceid_value: 'a-events',
  _mcs_marketinglistid_value: listId,
});

function addMemberships(): void {
  addMembers(fake.tables);
  const [wilma = {}, barney = {}] = fake.tables['mcs_audiencemembers'] ?? [];
  fake.tables['mcs_audiencemembers']?.push({
    ...barney,
    mcs_audiencememberid: 'm-wilma-events',
    _mcs_audienceid_value: 'a-events',
    _mcs_contactid_value: wilma['_mcs_contactid_value'],
    mcs_name: wilma['mcs_name'],
    mcs_tags: '; VIP; Press; Somebody with a rather long tag;',
  });
}
