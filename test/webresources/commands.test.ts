/** The buttons of the command bar, pressed with a client API that answers from these rows. */
import * as commands from '../../webresources/commands';
import type { FormControl, Row, Xrm } from '../../webresources/commands/xrm';
import { choices, type Choice } from '../../webresources/schema.generated';

const newsletter = '11111111-1111-4111-8111-111111111111';
const donors = '22222222-2222-4222-8222-222222222222';
const readers = '33333333-3333-4333-8333-333333333333';
const vips = '44444444-4444-4444-8444-444444444444';

let crm: ReturnType<typeof clientApi>;

beforeEach(() => {
  crm = clientApi();
});

describe('Sync Now on an audience', () => {
  test('asks for a run, says so and shows the new status', async () => {
    crm.add('mcs_audience', audience(newsletter, 'Newsletter', 'running'));
    const form = formOf('mcs_audience', newsletter);

    await commands.syncAudience(form);

    expect(crm.created).toEqual([
      [
        'mcs_syncrun',
        expect.objectContaining({
          mcs_mode: choices.mcs_runmode.sync,
          mcs_trigger: choices.mcs_runtrigger.person,
          'mcs_audienceid@odata.bind': `/mcs_audiences(${newsletter})`,
        }),
      ],
    ]);
    expect(crm.alerts).toEqual([
      {
        title: 'The sync has started',
        text: 'The sync of Newsletter has started. You can leave this page; it goes on.',
        confirmButtonLabel: 'OK',
      },
    ]);
    expect(form.refreshed).toBe(1);
  });

  test.each(['ready', 'not-tied'] as const)('leads to Manage when the tie is %s, and starts nothing', async (tie) => {
    crm.add('mcs_audience', audience(newsletter, 'Newsletter', tie));
    await commands.syncAudience(formOf('mcs_audience', newsletter));
    expect(crm.created).toEqual([]);
    expect(crm.opened).toEqual([`page=audiences&audience=${newsletter}&manage=1`]);
  });

  test('says of a paused one how it goes on', async () => {
    crm.add('mcs_audience', audience(newsletter, 'Newsletter', 'paused'));
    await commands.syncAudience(formOf('mcs_audience', newsletter));
    expect(crm.created).toEqual([]);
    expect(crm.alerts).toMatchObject([
      { title: 'Nothing was started', text: 'Newsletter is paused. Resume it in Sync Audiences, Manage.' },
    ]);
  });

  test('starts what can run of several and names the others', async () => {
    crm.add('mcs_audience', audience(newsletter, 'Newsletter', 'running'));
    crm.add('mcs_audience', audience(donors, 'Donors', 'ready'));
    let refreshed = 0;
    await commands.syncAudiences([`{${newsletter.toUpperCase()}}`, donors], { refresh: () => (refreshed += 1) });
    expect(crm.created).toHaveLength(1);
    expect(crm.alerts[0]?.text.split('\n')).toEqual([
      'The sync of Newsletter has started. You can leave this page; it goes on.',
      'Donors is ready to start. Look at its numbers in Sync Audiences and press Start there.',
    ]);
    expect(refreshed).toBe(1);
  });

  test('tells what Dynamics 365 refused', async () => {
    crm.add('mcs_audience', audience(newsletter, 'Newsletter', 'running'));
    crm.refuse = 'Principal user is missing prvCreatemcs_syncrun privilege.';
    await commands.syncAudience(formOf('mcs_audience', newsletter));
    expect(crm.alerts).toMatchObject([
      {
        title: 'Nothing was started',
        text: 'Dynamics 365 answered: Principal user is missing prvCreatemcs_syncrun privilege.',
      },
    ]);
  });

  test.each<[Choice<'mcs_syncstatus'>, boolean]>([
    ['synced', true],
    ['error', true],
    ['requested', false],
    ['in-progress', false],
  ])('is enabled while the status is %s: %s', (status, enabled) => {
    const form = formOf('mcs_audience', newsletter, { mcs_syncstatus: choices.mcs_syncstatus[status] });
    expect(commands.canSyncAudience(form)).toBe(enabled);
  });

  test('is not enabled on a record that is not saved yet', () => {
    expect(commands.canSyncAudience(formOf('mcs_audience', ''))).toBe(false);
  });
});

describe('Sync Now on a marketing list', () => {
  test('syncs the audience that it is tied to', async () => {
    crm.add('mcs_audience', audience(newsletter, 'Newsletter', 'running', readers));
    await commands.syncList(formOf('list', readers));
    expect(crm.created).toMatchObject([
      ['mcs_syncrun', { 'mcs_audienceid@odata.bind': `/mcs_audiences(${newsletter})` }],
    ]);
  });

  test('syncs the audience of the tag that a further list is tied to', async () => {
    crm.add('mcs_audience', audience(newsletter, 'Newsletter', 'running', readers));
    crm.add('mcs_tag', { mcs_tagid: 'x', _mcs_audienceid_value: newsletter, _mcs_marketinglistid_value: vips });
    await commands.syncLists([vips], { refresh: () => undefined });
    expect(crm.created).toHaveLength(1);
  });

  test('opens Manage, asking for the audience, when it is tied to none', async () => {
    crm.add('list', { listid: readers, listname: 'Readers', type: false, createdfromcode: 2 });
    await commands.syncList(formOf('list', readers));
    expect(crm.opened).toEqual([`page=audiences&list=${readers}`]);
    expect(crm.alerts).toEqual([]);
  });

  test.each([
    [{ type: true, createdfromcode: 2 }, /dynamic list/],
    [{ type: false, createdfromcode: 1 }, /list of accounts/],
  ])('refuses %j with the reason', async (columns, reason) => {
    crm.add('list', { listid: readers, listname: 'Readers', ...columns });
    await commands.syncList(formOf('list', readers));
    expect(crm.opened).toEqual([]);
    expect(crm.alerts[0]?.text).toMatch(reason);
    expect(commands.canSyncList(formOf('list', readers, columns))).toBe(false);
  });
});

describe('Open the run', () => {
  test('opens the page of the run, from its form and from a row', async () => {
    await commands.openRun(formOf('mcs_syncrun', newsletter));
    await commands.openSelectedRun([`{${donors.toUpperCase()}}`]);
    expect(crm.opened).toEqual([`page=run&run=${newsletter}`, `page=run&run=${donors}`]);
  });
});

describe('Mailchimp', () => {
  test('opens one pane at the side and shows the next record in the same', async () => {
    await commands.openPanel(formOf('contact', newsletter));
    await commands.openPanelFor([`{${donors}}`], 'lead');
    expect(crm.panes).toEqual(['mcs_mailchimp']);
    expect(crm.opened).toEqual([`page=panel&table=contact&id=${newsletter}`, `page=panel&table=lead&id=${donors}`]);
  });

  test('speaks German to who has chosen German', async () => {
    crm.languageId = 1031;
    crm.add('mcs_audience', audience(newsletter, 'Newsletter', 'running'));
    await commands.syncAudience(formOf('mcs_audience', newsletter));
    expect(crm.alerts).toMatchObject([{ title: 'Die Synchronisierung hat begonnen' }]);
  });
});

function audience(id: string, name: string, tie: Choice<'mcs_tiestate'>, listId: string | null = null): Row {
  return {
    mcs_audienceid: id,
    mcs_name: name,
    mcs_tiestate: choices.mcs_tiestate[tie],
    _mcs_marketinglistid_value: listId,
  };
}

function formOf(table: string, id: string, values: Row = {}): FormControl & { refreshed: number } {
  const form = {
    refreshed: 0,
    data: {
      entity: { getId: () => (id === '' ? '' : `{${id.toUpperCase()}}`), getEntityName: () => table },
      refresh: () => Promise.resolve(void (form.refreshed += 1)),
    },
    getAttribute: (name: string) => (name in values ? { getValue: () => values[name] } : null),
  };
  return form;
}

function clientApi() {
  const rows = new Map<string, Row[]>();
  const told = {
    created: [] as [string, Row][],
    alerts: [] as { title: string; text: string }[],
    opened: [] as string[],
    panes: [] as string[],
    refuse: null as string | null,
    languageId: 1033,
    add: (table: string, row: Row) => void rows.set(table, [...(rows.get(table) ?? []), row]),
  };
  const navigate = ({ data }: { data: string }) => Promise.resolve(void told.opened.push(data));
  const pane = { paneId: 'mcs_mailchimp', navigate };
  const xrm: Xrm = {
    App: {
      sidePanes: {
        getPane: (id) => (told.panes.includes(id) ? pane : undefined),
        createPane: ({ paneId }) => {
          told.panes.push(paneId);
          return Promise.resolve(pane);
        },
      },
    },
    Navigation: {
      navigateTo: navigate,
      openAlertDialog: (words) => Promise.resolve(void told.alerts.push(words)),
    },
    Utility: { getGlobalContext: () => ({ userSettings: { languageId: told.languageId } }) },
    WebApi: {
      retrieveRecord: (table, id) => {
        const found = rows.get(table)?.find((row) => row[`${table}id`] === id);
        return found ? Promise.resolve(found) : Promise.reject(new Error(`${table} ${id} does not exist.`));
      },
      retrieveMultipleRecords: (table, query) => {
        const [, column = '', value = ''] = /\$filter=(\w+) eq (\S+)$/.exec(query) ?? [];
        return Promise.resolve({ entities: (rows.get(table) ?? []).filter((row) => row[column] === value) });
      },
      createRecord: (table, body) => {
        if (told.refuse !== null) return Promise.reject(new Error(told.refuse));
        told.created.push([table, body]);
        return Promise.resolve({ id: 'x' });
      },
    },
  };
  Object.assign(globalThis, { Xrm: xrm });
  return told;
}
