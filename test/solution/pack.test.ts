import { strFromU8, unzipSync } from 'fflate';
import { packedName, packSolution } from '../../solution/tools/pack/pack';
import { solutionVersion } from '../../solution/tools/repository';
import type { Files } from '../../solution/tools/source';
import { attribute, child, children, descendants, parseXml, rootOf, textOf } from '../../solution/tools/xml';
import { builtPages, committedSolution, withFile, withText, without } from './changed-solution';

const source = committedSolution();
const options = { version: '1.2.3.0', managed: false };

function packed(files: Files = source, managed = false): Record<string, string> {
  const entries = unzipSync(packSolution(files, builtPages(), { ...options, managed }));
  return Object.fromEntries(Object.entries(entries).map(([name, content]) => [name, strFromU8(content)]));
}

const zip = packed();

function customizations() {
  return rootOf(parseXml(zip['customizations.xml'] ?? '', 'customizations.xml'), 'customizations.xml');
}

test('the same source gives the same bytes, whatever the order of the files and the time zone', () => {
  const first = packSolution(source, builtPages(), options);
  const before = process.env['TZ'];
  try {
    process.env['TZ'] = 'Pacific/Kiritimati';
    const again = packSolution(new Map([...source].reverse()), new Map([...builtPages()].reverse()), options);
    expect(Buffer.compare(first, again)).toBe(0);
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
});

test('the zip holds the manifest, the customizations, the content types and the pages', () => {
  const withoutGuids = Object.keys(zip).map((name) => name.replace(/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/, ''));
  expect(withoutGuids).toEqual([
    '[Content_Types].xml',
    'customizations.xml',
    'solution.xml',
    'WebResources/mcs_commandsjs',
    'WebResources/mcs_iconsaccountsvg',
    'WebResources/mcs_iconsappsvg',
    'WebResources/mcs_iconsaudiencesvg',
    'WebResources/mcs_iconsfieldmappingsvg',
    'WebResources/mcs_iconsinterestsvg',
    'WebResources/mcs_iconslisteventsvg',
    'WebResources/mcs_iconsmailchimpsvg',
    'WebResources/mcs_iconsmembersvg',
    'WebResources/mcs_iconssyncnowsvg',
    'WebResources/mcs_iconssyncrunsvg',
    'WebResources/mcs_iconstagsvg',
    'WebResources/mcs_syncappcss',
    'WebResources/mcs_syncappjs',
    'WebResources/mcs_syncindexhtml',
  ]);
});

test('every file of the zip has a content type', () => {
  const types = rootOf(parseXml(zip['[Content_Types].xml'] ?? '', 'types'), 'types');
  const extensions = children(types, 'Default').map((type) => attribute(type, 'Extension'));
  const parts = children(types, 'Override').map((type) => attribute(type, 'PartName').slice(1));
  const untyped = Object.keys(zip).filter(
    (name) => name !== '[Content_Types].xml' && !parts.includes(name) && !extensions.includes(name.split('.')[1] ?? ''),
  );
  expect(untyped).toEqual([]);
});

test('every page comes out of the zip as it was built', () => {
  const resources = descendants(customizations(), 'WebResource');
  expect(resources).toHaveLength(builtPages().size);
  for (const resource of resources) {
    const content = builtPages().get(textOf(resource, 'Name'));
    expect(zip[textOf(resource, 'FileName').slice(1)]).toBe(Buffer.from(content ?? '').toString());
  }
});

test('everything that the source describes is in customizations.xml', () => {
  const root = customizations();
  const names = (section: string, item: string, name: (element: ReturnType<typeof child> & object) => string) =>
    children(child(root, section) ?? root, item).map(name);
  expect(names('Entities', 'Entity', (entity) => textOf(entity, 'Name'))).toEqual([
    'Contact',
    'Lead',
    'List',
    'mcs_account',
    'mcs_audience',
    'mcs_audiencemember',
    'mcs_fieldmapping',
    'mcs_interest',
    'mcs_listevent',
    'mcs_syncrun',
    'mcs_tag',
  ]);
  const inFolder = (folder: string) => [...source.keys()].filter((path) => path.includes(folder)).length;
  expect(names('optionsets', 'optionset', (choice) => attribute(choice, 'Name'))).toHaveLength(inFolder('OptionSets/'));
  expect(descendants(root, 'savedquery')).toHaveLength(inFolder('/SavedQueries/'));
  expect(descendants(root, 'systemform')).toHaveLength(inFolder('/FormXml/'));
  expect(names('EntityRelationships', 'EntityRelationship', (body) => attribute(body, 'Name'))).toHaveLength(16);
  expect(names('AppModules', 'AppModule', (app) => textOf(app, 'UniqueName'))).toEqual(['mcs_AudienceSync']);
  expect(names('AppModuleSiteMaps', 'AppModuleSiteMap', (map) => textOf(map, 'SiteMapUniqueName'))).toEqual([
    'mcs_AudienceSync',
  ]);
});

test('every role is there with its privileges', () => {
  const roles = children(child(customizations(), 'Roles')!, 'Role');
  expect(roles.map((role) => attribute(role, 'name'))).toEqual([
    'Audience Sync Administrator',
    'Audience Sync Service',
    'Audience Sync User',
  ]);
  for (const role of roles) expect(descendants(role, 'RolePrivilege').length).toBeGreaterThan(30);
});

test('the buttons stand inside their table', () => {
  const buttons = children(child(customizations(), 'Entities')!, 'Entity').flatMap((table) =>
    descendants(table, 'Button').map((button) => attribute(button, 'Id')),
  );
  expect(buttons).toEqual([
    'mcs.contact.Form.Mailchimp',
    'mcs.contact.Grid.Mailchimp',
    'mcs.lead.Form.Mailchimp',
    'mcs.lead.Grid.Mailchimp',
    'mcs.list.Form.SyncNow',
    'mcs.list.Grid.SyncNow',
    'mcs.list.Form.Mailchimp',
    'mcs.list.Grid.Mailchimp',
    'mcs.mcs_audience.Form.SyncNow',
    'mcs.mcs_audience.Grid.SyncNow',
    'mcs.mcs_syncrun.Form.OpenRun',
    'mcs.mcs_syncrun.Grid.OpenRun',
  ]);
});

test('forms and views stand inside their table', () => {
  const tag = children(child(customizations(), 'Entities')!, 'Entity').find(
    (table) => textOf(table, 'Name') === 'mcs_tag',
  )!;
  const views = descendants(tag, 'savedquery').map((view) => ({
    name: attribute(child(child(view, 'LocalizedNames')!, 'LocalizedName')!, 'description'),
    type: Number(textOf(view, 'querytype')),
  }));
  expect(views.sort((a, b) => a.type - b.type || a.name.localeCompare(b.name))).toEqual([
    { name: 'Active Tags', type: 0 },
    { name: 'Tags Tied to a List', type: 0 },
    { name: 'Tag Advanced Find View', type: 1 },
    { name: 'Tag Associated View', type: 2 },
    { name: 'Quick Find Active Tags', type: 4 },
    { name: 'Tag Lookup View', type: 64 },
  ]);
  expect(descendants(tag, 'forms').map((forms) => attribute(forms, 'type'))).toEqual(['main']);
});

test.each([
  { managed: false, flag: '0', name: 'AudienceSync_1.2.3.0.zip' },
  { managed: true, flag: '1', name: 'AudienceSync_1.2.3.0_managed.zip' },
])('the manifest of $name says version and kind', ({ managed, flag, name }) => {
  const manifest = rootOf(parseXml(packed(source, managed)['solution.xml'] ?? '', 'solution.xml'), 'solution.xml');
  expect(textOf(manifest, 'SolutionManifest', 'UniqueName')).toBe('AudienceSync');
  expect(textOf(manifest, 'SolutionManifest', 'Version')).toBe('1.2.3.0');
  expect(textOf(manifest, 'SolutionManifest', 'Managed')).toBe(flag);
  expect(packedName('1.2.3.0', managed)).toBe(name);
});

test('a managed twin replaces its file in the managed zip alone', () => {
  const app = 'AppModules/mcs_AudienceSync/AppModule.xml';
  const twin = Buffer.from(source.get(app)!).toString().replace('<FormFactor>1', '<FormFactor>2');
  const files = withFile(source, app.replace('.xml', '_managed.xml'), twin);
  expect(packed(files)['customizations.xml']).toContain('<FormFactor>1');
  const managed = packed(files, true)['customizations.xml'];
  expect(managed).toContain('<FormFactor>2');
  expect(managed).not.toContain('<FormFactor>1');
});

test('rows of solution-aware tables enter the zip unchanged', () => {
  const path = 'environmentvariabledefinitions/mcs_url/environmentvariabledefinition.xml';
  expect(packed(withFile(source, path, '<environmentvariabledefinition />'))[path]).toBe(
    '<environmentvariabledefinition />',
  );
});

test.each([
  [
    'a page that was not built',
    () => packSolution(source, without(builtPages(), 'mcs_/sync/app.js'), options),
    /declared but not built: mcs_\/sync\/app\.js/,
  ],
  [
    'a built file that is not declared',
    () => packSolution(source, withFile(builtPages(), 'mcs_/x.js', ''), options),
    /no web resource declares: mcs_\/x\.js/,
  ],
  [
    'a file of an unknown kind',
    () => packSolution(withFile(source, 'Reports/a.rdl', ''), builtPages(), options),
    /Reports\/a\.rdl/,
  ],
  [
    'a section that was removed',
    () => packed(withText(source, 'Other/Customizations.xml', '<AppModules />', '')),
    /<AppModules \/>/,
  ],
  [
    'a relationship without a body',
    () => packed(withText(source, 'Other/Relationships.xml', '"mcs_tag_list"', '"mcs_x"')),
    /mcs_x, which has no body/,
  ],
])('%s is refused in one clear sentence', (_what, pack, sentence) => {
  expect(pack).toThrow(sentence);
});

test('the version comes from package.json', () => {
  expect(solutionVersion('0.1.0')).toBe('0.1.0.0');
  expect(solutionVersion('1.4.2-beta.1')).toBe('1.4.2.0');
  expect(() => solutionVersion('latest')).toThrow(/"latest" in package\.json/);
});
