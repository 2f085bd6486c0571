/** The way of somebody who uses the product for the first time: get the audiences, tie one, look at the numbers, start, look around. */
import type { Locator } from 'playwright-core';
import { textOf } from '../../crm/web-api';
import { choiceValue } from '../../solution-file';
import { seasonIds } from '../season';
import { appPage, record, settled, view, type Scene, type Walk } from '../step';

export const firstTime: Walk = {
  name: 'first-time',
  title: 'The way of a first-time user',
  steps: [
    {
      name: '01-before',
      guide: 'connect',
      title: 'Sync Audiences before the first audience is there',
      act: async ({ open, app }) => {
        await open(appPage());
        await app.getByRole('button', { name: 'Get audiences from Mailchimp' }).first().waitFor();
      },
    },
    {
      name: '02-audiences',
      guide: 'audiences',
      title: 'The audiences have come from Mailchimp',
      act: async ({ app }) => {
        await app.getByRole('button', { name: 'Get audiences from Mailchimp' }).first().click();
        await app.getByRole('radio', { name: /Newsletter/ }).waitFor();
        await app
          .getByText(/3 audiences/)
          .first()
          .waitFor();
      },
    },
    {
      name: '03-manage-list',
      guide: 'manage-list',
      title: 'Manage, 1: lists that can be tied, and why others cannot',
      act: async (scene) => {
        const { app } = scene;
        await app.getByRole('radio', { name: /Newsletter/ }).click();
        await app.getByRole('button', { name: 'Manage', exact: true }).first().click();
        await app.getByRole('combobox', { name: 'Marketing list' }).fill('news');
        await app.getByRole('option', { name: /Newsletter readers/ }).waitFor();
      },
    },
    {
      name: '04-manage-rules',
      guide: 'manage-rules',
      title: 'Manage, 2: rules',
      act: async ({ app }) => {
        await app.getByRole('option', { name: /Newsletter readers/ }).click();
        await app.getByRole('button', { name: 'Next', exact: true }).click();
        await app.getByText('When somebody leaves the marketing list, in Mailchimp').waitFor();
      },
    },
    {
      name: '05-manage-fields',
      guide: 'manage-fields',
      title: 'Manage: fields and further lists',
      act: async ({ app }) => {
        await app.getByRole('button', { name: 'Next: what will happen' }).click();
        await app.getByText(/This is what the first sync will do/).waitFor();
        await app.getByRole('tab', { name: 'Fields and lists' }).click();
        await app.getByRole('tab', { name: 'Fields and lists', selected: true }).waitFor();
        await calm(app.getByRole('progressbar'));
      },
    },
    {
      name: '06-manage-numbers',
      guide: 'manage-numbers',
      title: 'Manage, 3: what will happen',
      act: async ({ app }) => {
        await app.getByRole('tab', { name: '3. What will happen' }).click();
        await app.getByText(/people will be created as contacts/).waitFor();
      },
    },
    {
      name: '07-manage-agreed',
      title: 'Manage, 3: the box that Start needs',
      act: async ({ app }) => {
        const agreed = app.getByRole('checkbox', { name: /agreed to receive this mailing/ });
        await agreed.scrollIntoViewIfNeeded();
        await agreed.check();
        await app.locator('button:enabled', { hasText: /^Start$/ }).waitFor();
      },
    },
    {
      name: '08-started',
      title: 'The first sync has started',
      act: async ({ app }) => {
        await app.getByRole('button', { name: 'Start', exact: true }).click();
        await app
          .getByText(/The sync of Newsletter (has started|is done)/)
          .first()
          .waitFor();
      },
    },
    {
      name: '09-synced',
      guide: 'first-sync',
      title: 'Newsletter is synced; one person needs attention',
      act: async ({ app }) => {
        await app
          .getByText(/The sync of Newsletter is done/)
          .first()
          .waitFor();
      },
    },
    {
      name: '10-run',
      guide: 'run',
      title: 'The run: what was changed and why',
      act: async (scene) => {
        await scene.open(appPage(`page=run&run=${await firstRun(scene)}`));
        await scene.app.getByRole('row').nth(3).waitFor();
      },
    },
    {
      name: '11-run-undo',
      guide: 'undo',
      title: 'Undo says beforehand what comes back and what cannot',
      act: async ({ app }) => {
        await app.getByRole('button', { name: 'Undo', exact: true }).click();
        await app.getByText('This is what an undo would do').waitFor();
      },
    },
    {
      name: '12-members',
      title: 'Members',
      act: async (scene) => {
        await scene.open(appPage(`page=members&audience=${await newsletter(scene)}`));
        await scene.app.getByRole('row').nth(3).waitFor();
      },
    },
    {
      name: '13-members-left-out',
      guide: 'members',
      title: 'Members: who is left out, and why',
      act: async (scene) => {
        await scene.open(appPage(`page=members&audience=${await newsletter(scene)}&outcome=left-out`));
        await scene.app.getByRole('row').nth(3).waitFor();
      },
    },
    {
      name: '14-member-story',
      guide: 'story',
      title: 'The story of one member',
      act: async ({ app }) => {
        await app
          .getByRole('button', { name: /Show the story of/ })
          .first()
          .click();
        await app.getByRole('dialog').waitFor();
        await calm(app.getByRole('progressbar'));
      },
    },
    {
      name: '15-panel-list',
      guide: 'panel-list',
      title: 'A marketing list with the Mailchimp panel at its side',
      act: async (scene) => {
        await scene.open(record('list', seasonIds.newsletterList));
        await openPanel(scene);
      },
    },
    {
      name: '16-panel-contact',
      guide: 'panel-contact',
      title: 'A contact with the Mailchimp panel',
      act: async (scene) => {
        await scene.open(record('contact', await contact(scene)));
        await openPanel(scene);
        await scene.pane.getByText('Newsletter').first().waitFor();
      },
    },
    {
      name: '17-contact-members',
      title: 'The Audience Members of a contact, under Related',
      act: async ({ page }) => {
        await page.getByRole('button', { name: 'Close', exact: true }).click();
        await page.getByRole('button', { name: 'Related' }).click();
        await page.getByRole('link', { name: 'Audience Members' }).last().click();
        await page.getByRole('tab', { name: 'Audience Members' }).waitFor();
        await settled(page);
        await page.getByRole('group', { name: 'Audience Members' }).getByRole('row').nth(1).waitFor();
      },
    },
    {
      name: '18-list-sync-now',
      title: 'Sync Now on a marketing list',
      act: async ({ open, page }) => {
        await open(record('list', seasonIds.newsletterList));
        await page.getByRole('button', { name: 'Sync Now' }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
    {
      name: '19-list-not-tied',
      title: 'Sync Now on a list that is not tied yet asks for the audience',
      act: async ({ open, page, app }) => {
        await open(record('list', seasonIds.pressList));
        await page.getByRole('button', { name: 'Sync Now' }).click();
        await app.getByText('Press contacts').first().waitFor();
      },
    },
    {
      name: '20-grid-buttons',
      guide: 'buttons',
      title: 'Buttons of a view when rows are selected',
      act: async ({ open, page }) => {
        await open(view('list'));
        await page.getByRole('checkbox', { name: 'Select Newsletter readers' }).check();
        await page.getByRole('button', { name: 'Mailchimp' }).waitFor();
      },
    },
    {
      name: '21-audience',
      title: 'The form of an audience',
      act: async (scene) => scene.open(record('mcs_audience', await newsletter(scene))),
    },
    {
      name: '22-audience-tags',
      guide: 'tags',
      title: 'The form of an audience: its tags',
      act: async ({ page }) => tab(page.getByRole('tab', { name: 'Tags' }), page.getByRole('link', { name: 'VIP' })),
    },
    {
      name: '23-audience-runs',
      title: 'The form of an audience: its runs',
      act: async ({ page }) =>
        tab(
          page.getByRole('tab', { name: 'Sync Runs' }),
          page.getByRole('group', { name: 'Sync Runs' }).getByRole('row').nth(1),
        ),
    },
    {
      name: '23-run-form',
      title: 'The form of a run, with its notes and files',
      act: async (scene) => {
        await scene.open(record('mcs_syncrun', await firstRun(scene)));
        await tab(
          scene.page.getByRole('tab', { name: 'Files' }),
          scene.page.getByRole('group', { name: 'Files' }).getByRole('link').first(),
        );
      },
    },
    {
      name: '24-members-view',
      title: 'Audience Members as a view',
      act: ({ open }) => open(view('mcs_audiencemember')),
    },
    {
      name: '25-accounts',
      title: 'Mailchimp Accounts',
      act: ({ open }) => open(view('mcs_account')),
    },
    {
      name: '26-other-side',
      title: 'The page on which the sandbox plays Mailchimp',
      act: async ({ page, world }) => {
        await page.goto(`${world.mailchimpUrl}/_sandbox/page`);
        await page.getByRole('heading', { level: 1 }).waitFor();
      },
    },
  ],
};

async function openPanel({ page, pane }: Scene): Promise<void> {
  await page.getByRole('button', { name: 'Mailchimp', exact: true }).click();
  await pane.locator('main, h1, h2, h3, [role=status]').first().waitFor();
  await calm(pane.getByRole('progressbar'));
}

async function tab(chosen: Locator, there: Locator): Promise<void> {
  await chosen.click();
  await there.waitFor();
}

/** Whatever spins has come to rest. */
async function calm(spinner: Locator): Promise<void> {
  await spinner.first().waitFor({ state: 'hidden' });
}

export async function newsletter({ world }: Scene): Promise<string> {
  const [row] = await world.crm.rows(`mcs_audiences?$select=mcs_audienceid&$filter=mcs_name eq 'Newsletter'`);
  return textOf(row?.['mcs_audienceid']);
}

export async function firstRun(scene: Scene): Promise<string> {
  const id = await newsletter(scene);
  const full = choiceValue(scene.world.choices, 'mcs_runmode', 'full');
  const [row] = await scene.world.crm.rows(
    `mcs_syncruns?$select=mcs_syncrunid&$filter=_mcs_audienceid_value eq ${id} and mcs_mode eq ${full}`,
  );
  return textOf(row?.['mcs_syncrunid']);
}

export async function contact({ world }: Scene): Promise<string> {
  const [row] = await world.crm.rows(`contacts?$select=contactid&$filter=startswith(emailaddress1,'ana.adler.0@')`);
  return textOf(row?.['contactid']);
}
