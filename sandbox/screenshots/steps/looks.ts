/** The same pages as other people see them: other rights, German, dark, in forced colours, on a narrow screen. */
import { seasonIds } from '../season';
import { appPage, record, view, type Look, type Scene, type Step, type Walk } from '../step';
import { contact, firstRun, newsletter } from './first-time';

export const looks: Walk[] = [
  walk('user', 'A marketer: the role Audience Sync User', { as: 'user' }),
  walk('german', 'German', { language: 1031 }),
  walk('dark', 'Dark', { dark: true }),
  walk('forced-colours', 'Forced colours', { forcedColours: true }),
  walk('zoom', '200 % zoom', { zoom: 2 }),
  walk('narrow', '320 pixels wide', { width: 320, height: 720 }),
];

function walk(name: string, title: string, look: Look): Walk {
  return { name, title, look, steps: pages(look) };
}

function pages(look: Look): Step[] {
  const rows = (scene: Scene) => scene.app.getByRole('row').nth(2).waitFor();
  return [
    {
      name: '1-sync-audiences',
      title: 'Sync Audiences',
      act: async (scene) => {
        await scene.open(appPage());
        await rows(scene);
      },
    },
    {
      name: '2-manage',
      title: 'Manage',
      act: async (scene) => {
        await scene.open(appPage(`page=audiences&audience=${await newsletter(scene)}&manage=1`));
        await scene.app.getByRole('dialog').waitFor();
        await scene.app.getByRole('tab').first().waitFor();
      },
    },
    {
      name: '3-run',
      title: 'Run',
      act: async (scene) => {
        await scene.open(appPage(`page=run&run=${await firstRun(scene)}`));
        await scene.app.getByRole('heading', { level: 1 }).waitFor();
      },
    },
    {
      name: '4-members',
      title: 'Members',
      act: async (scene) => {
        await scene.open(appPage(`page=members&audience=${await newsletter(scene)}`));
        await rows(scene);
      },
    },
    {
      name: '5-contact',
      title: 'A contact with the panel',
      act: async (scene) => {
        await scene.open(record('contact', await contact(scene)));
        await press(scene, look, 'Mailchimp');
        await scene.pane.getByText('Newsletter').first().waitFor();
      },
    },
    { name: '6-lists', title: 'Marketing lists', act: ({ open }) => open(view('list')) },
    {
      name: '7-list',
      title: 'A marketing list',
      act: async (scene) => scene.open(record('list', seasonIds.newsletterList)),
    },
    {
      name: '8-audience',
      title: 'The form of an audience',
      act: async (scene) => scene.open(record('mcs_audience', await newsletter(scene))),
    },
  ];
}

/** On a narrow screen most commands stand behind the three dots. */
async function press({ page }: Scene, look: Look, name: string): Promise<void> {
  const more = look.language === 1031 ? 'Weitere Befehle' : 'More commands';
  const button = page.getByRole('button', { name, exact: true });
  if (!(await button.isVisible())) await page.getByRole('button', { name: more }).click();
  await button.click();
}
