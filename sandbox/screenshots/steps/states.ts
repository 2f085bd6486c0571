/** States that no healthy sync goes through, set up as rows: every status at once, nothing there yet, no right, a silent service. */
import { appPage, record, view, type Walk } from '../step';
import { busyIds } from '../busy';

export const everyStatus: Walk[] = [
  {
    name: 'status',
    title: 'Every status of an audience',
    look: { height: 1100 },
    steps: [
      {
        name: '1-all',
        guide: 'status',
        title: 'Sync Audiences: every status and its sentence',
        act: async ({ open, app }) => {
          await open(appPage());
          await app.getByRole('row', { name: /Donors/ }).waitFor();
          await app.getByRole('radio', { name: /Donors/ }).click();
        },
      },
      {
        name: '2-held-run',
        title: 'A run that waits for approval',
        act: async ({ open, app }) => {
          await open(appPage(`page=run&run=${busyIds.heldRun}`));
          await app.getByRole('heading', { level: 1 }).waitFor();
        },
      },
      {
        name: '3-notifications',
        guide: 'notifications',
        title: 'The bell: what waits for a person',
        act: async ({ open, page }) => {
          await open(view('mcs_audience'));
          await page.getByRole('button', { name: 'Notifications, 2 new' }).click();
          await page.getByRole('heading', { name: 'Donors waits for your approval' }).waitFor();
        },
      },
      {
        name: '4-view',
        title: 'Audiences as a view',
        act: async ({ open, page }) => {
          await open(view('mcs_audience'));
          await page.getByRole('checkbox', { name: 'Select Donors' }).check();
          await page.getByRole('button', { name: 'Sync Now' }).waitFor();
        },
      },
    ],
  },
  {
    name: 'nobody',
    title: 'Somebody without a role of the product',
    look: { as: 'nobody' },
    // Pages that are refused answer so.
    excused: /the server responded with a status of (403|404)/,
    steps: [
      { name: '1-start', title: 'The app shows what is allowed', act: ({ open }) => open('') },
      {
        name: '2-page',
        title: 'Sync Audiences by its address',
        act: async ({ open, app }) => {
          await open(appPage());
          await app.getByText(/Audience Sync User/).waitFor();
        },
      },
      { name: '3-view', title: 'A view that is not allowed', act: ({ open }) => open(view('mcs_audience')) },
      {
        name: '4-record',
        title: 'A record that is not allowed',
        act: ({ open }) => open(record('mcs_audience', busyIds.donors)),
      },
      { name: '5-list', title: 'A marketing list without our buttons', act: ({ open }) => open(view('list')) },
    ],
  },
];

export const nothingYet: Walk[] = [
  {
    name: 'empty',
    title: 'An environment in which the solution was just installed',
    steps: [
      {
        name: '1-administrator',
        title: 'Sync Audiences without an account, for an administrator',
        act: async ({ open, app }) => {
          await open(appPage());
          await app.getByText(/Connect your Mailchimp account/).waitFor();
        },
      },
      { name: '2-view', title: 'A view without rows', act: ({ open }) => open(view('mcs_audience')) },
      { name: '3-new', title: 'A new marketing list', act: ({ open }) => open('pagetype=entityrecord&etn=list') },
    ],
  },
  {
    name: 'empty-user',
    title: 'The same for a marketer',
    look: { as: 'user' },
    steps: [
      {
        name: '1-user',
        title: 'Sync Audiences without an account, for a marketer',
        act: async ({ open, app }) => {
          await open(appPage());
          await app.getByText(/Connect your Mailchimp account/).waitFor();
        },
      },
    ],
  },
];

export const accountTrouble = (title: string, name: string, sentence: RegExp): Walk[] => [
  {
    name,
    title,
    steps: [
      {
        name: '1-page',
        title,
        act: async ({ open, app }) => {
          await open(appPage());
          await app.getByText(sentence).first().waitFor();
        },
      },
    ],
  },
];
