/** Many people leave a list at once: the sync holds them back, tells who has to decide, and goes on when somebody has. */
import { textOf } from '../../crm/web-api';
import { seasonIds } from '../season';
import { appPage, view, type Scene, type Walk } from '../step';
import { newsletter } from './first-time';

export const approval: Walk[] = [
  {
    name: 'approval',
    title: 'More people would leave than the limit allows',
    steps: [
      {
        name: '1-needs-approval',
        title: 'The status after 24 people were taken off the list',
        act: async (scene) => {
          await takeOff(scene, 24);
          await scene.open(appPage());
          await scene.app.getByRole('radio', { name: /Newsletter/ }).click();
          await scene.app.getByRole('button', { name: 'Sync now' }).first().click();
          await scene.app
            .getByRole('row', { name: /Newsletter/ })
            .getByText('Needs approval')
            .waitFor();
        },
      },
      {
        name: '2-run',
        title: 'The run: what waits, by name',
        guide: 'approval',
        act: async (scene) => {
          await scene.open(appPage(`page=run&run=${await heldRun(scene)}`));
          await scene.app.getByRole('row').nth(3).waitFor();
        },
      },
    ],
  },
  {
    name: 'approval-owner',
    title: 'The same for the owner of the list',
    look: { as: 'user' },
    steps: [
      {
        name: '1-bell',
        title: 'The bell tells who has to decide',
        act: async ({ open, page }) => {
          await open(view('list'));
          await page.getByRole('button', { name: /^Notifications, \d new$/ }).click();
          const notices = page.getByRole('region', { name: 'Notifications' });
          await notices.getByRole('heading', { level: 3 }).first().waitFor();
        },
      },
      {
        name: '2-run',
        title: 'The run as the owner of the list sees it',
        act: async (scene) => {
          await scene.open(appPage(`page=run&run=${await heldRun(scene)}`));
          await scene.app.getByRole('button', { name: 'Approve all' }).waitFor();
        },
      },
    ],
  },
  {
    name: 'approval-given',
    title: 'Approving',
    steps: [
      {
        name: '1-dialog',
        title: 'Approving asks once more',
        act: async (scene) => {
          await scene.open(appPage(`page=run&run=${await heldRun(scene)}`));
          await scene.app.getByRole('button', { name: 'Approve all' }).click();
          await scene.app.getByText('Approve all that waits?').first().waitFor();
        },
      },
      {
        name: '2-approved',
        title: 'Approved and carried out',
        act: async ({ app }) => {
          await app.getByRole('button', { name: 'Approve', exact: true }).click();
          await app.getByText('Done.').first().waitFor();
        },
      },
    ],
  },
];

async function takeOff({ world }: Scene, count: number): Promise<void> {
  const members = await world.crm.rows(
    `lists(${seasonIds.newsletterList})/listcontact_association?$select=contactid&$orderby=emailaddress1`,
  );
  await world.crm.post('RemoveListMembersList', {
    List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: seasonIds.newsletterList },
    Members: members.slice(0, count).map((row) => ({
      '@odata.type': 'Microsoft.Dynamics.CRM.contact',
      contactid: textOf(row['contactid']),
    })),
  });
}

async function heldRun(scene: Scene): Promise<string> {
  const id = await newsletter(scene);
  const [row] = await scene.world.crm.rows(
    `mcs_syncruns?$select=mcs_syncrunid&$filter=_mcs_audienceid_value eq ${id}&$orderby=createdon desc&$top=1`,
  );
  return textOf(row?.['mcs_syncrunid']);
}
