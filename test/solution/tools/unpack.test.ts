import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { solutionCommand } from '../../../solution/tools/cli';
import { packSolution } from '../../../solution/tools/pack/pack';
import { readZip } from '../../../solution/tools/unpack/read-zip';
import { unpackSolution } from '../../../solution/tools/unpack/unpack';
import { repository } from '../changed-solution';
import { packed } from './packages';

/** Packing takes its time, so each kind is packed once. */
const zips = new Map([false, true].map((managed) => [managed, packed('1.2.3.0', managed)]));
const texts = (zip: Uint8Array) =>
  Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, content]) => [name, strFromU8(content)]));

describe('unpacking and packing again', () => {
  test.each([false, true])('gives the same bytes (managed: %s)', (managed) => {
    const zip = zips.get(managed)!;
    const again = packSolution(unpackSolution(zip), new Map(), { version: '1.2.3.0', managed });
    expect(texts(again)).toEqual(texts(zip));
    expect(Buffer.compare(again, zip)).toBe(0);
  });

  test('works from a zip to a folder and back on the command line', async () => {
    const place = mkdtempSync(join(tmpdir(), 'unpack-'));
    const say = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    try {
      const [zip, folder, again] = ['a.zip', 'folder', 'b.zip'].map((name) => join(place, name)) as [
        string,
        string,
        string,
      ];
      writeFileSync(zip, zips.get(true)!);
      expect(await solutionCommand(['unpack', zip, folder], repository)).toBe(0);
      expect(await solutionCommand(['pack', '--from', folder, '--to', again], repository)).toBe(0);
      expect(Buffer.compare(readFileSync(again), readFileSync(zip))).toBe(0);
      await expect(async () => solutionCommand(['unpack', zip, folder], repository)).rejects.toThrow('is not empty');
    } finally {
      say.mockRestore();
      rmSync(place, { recursive: true, force: true });
    }
  });
});

/** As Dynamics 365 writes them: with a mark at the start, indented, with kinds of components that we do not have. */
const exported = {
  '[Content_Types].xml': '\uFEFF<?xml version="1.0" encoding="utf-8"?><Types />',
  'solution.xml': `\uFEFF<ImportExportXml version="9.2.25011.150" SolutionPackageVersion="9.2" languagecode="1033" generatedBy="CrmLive" OrganizationVersion="9.2.25011.150" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <SolutionManifest><UniqueName>Other</UniqueName><Version>1.0.0.4</Version><Managed>0</Managed></SolutionManifest>
</ImportExportXml>`,
  'customizations.xml': `\uFEFF<ImportExportXml xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" OrganizationVersion="9.2.25011.150">
  <Entities>
    <Entity>
      <Name LocalizedName="Thing" OriginalName="Thing">new_Thing</Name>
      <EntityInfo><entity Name="new_Thing" /></EntityInfo>
      <FormXml>
        <forms type="main">
          <systemform><formid>{11111111-1111-4111-8111-111111111111}</formid><form /></systemform>
          <systemform><formid>{22222222-2222-4222-8222-222222222222}</formid><form /></systemform>
        </forms>
      </FormXml>
      <SavedQueries><savedqueries><savedquery><savedqueryid>{33333333-3333-4333-8333-333333333333}</savedqueryid></savedquery></savedqueries></SavedQueries>
      <RibbonDiffXml><CustomActions /><LocLabels /></RibbonDiffXml>
    </Entity>
  </Entities>
  <Roles><Role id="{44444444-4444-4444-8444-444444444444}" name="Sales / Service: all"><RolePrivileges /></Role></Roles>
  <Workflows><Workflow WorkflowId="{5}" Name="Flow" /></Workflows>
  <optionsets />
  <CustomControls />
  <WebResources />
  <Languages><Language>1033</Language></Languages>
</ImportExportXml>`,
  'environmentvariabledefinitions/new_x/environmentvariabledefinition.xml': '<environmentvariabledefinition />',
};

const zipOf = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

describe('a zip that Dynamics 365 exported', () => {
  const folder = unpackSolution(zipOf(exported));
  const text = (path: string) => strFromU8(folder.get(path)!);

  test('becomes the folder that other tools know', () => {
    expect([...folder.keys()].sort()).toEqual([
      'Entities/new_Thing/Entity.xml',
      'Entities/new_Thing/FormXml/main/{11111111-1111-4111-8111-111111111111}.xml',
      'Entities/new_Thing/FormXml/main/{22222222-2222-4222-8222-222222222222}.xml',
      'Entities/new_Thing/RibbonDiff.xml',
      'Entities/new_Thing/SavedQueries/{33333333-3333-4333-8333-333333333333}.xml',
      'Other/Customizations.xml',
      'Other/Solution.xml',
      'Roles/Sales %2F Service%3A all.xml',
      'environmentvariabledefinitions/new_x/environmentvariabledefinition.xml',
    ]);
  });

  test('keeps what has no file of its own, and the order of the sections', () => {
    const rest = text('Other/Customizations.xml');
    expect(rest).toContain('<Workflow WorkflowId="{5}" Name="Flow"/>');
    expect(
      [...rest.matchAll(/<(Entities|Roles|Workflows|optionsets|CustomControls|WebResources)\b/g)].map(
        ([, name]) => name,
      ),
    ).toEqual(['Entities', 'Roles', 'Workflows', 'optionsets', 'CustomControls', 'WebResources']);
    expect(text('Entities/new_Thing/Entity.xml')).not.toContain('systemform');
  });

  test('is packed again with everything inside', () => {
    const roles = new Map(
      [...folder].map(([path, content]) => [path.replace('Sales %2F Service%3A all', 'Sales'), content]),
    );
    const again = packSolution(roles, new Map(), { version: '1.0.0.4', managed: false });
    const inside = texts(again)['customizations.xml'] ?? '';
    for (const part of [
      'formid>{1111',
      'formid>{2222',
      'savedqueryid>{3333',
      '<CustomActions',
      'WorkflowId="{5}"',
      'Service: all',
    ]) {
      expect(inside).toContain(part);
    }
  });
});

describe('what is no solution is refused in a sentence', () => {
  const { 'customizations.xml': _left, ...withoutCustomizations } = exported;
  test.each<[string, Uint8Array, string]>([
    ['a text', strToU8('hello'), 'is not a zip'],
    ['a zip that was cut off', zips.get(false)!.subarray(0, 9000), 'is not a zip'],
    ['a zip without customizations', zipOf(withoutCustomizations), 'there is no customizations.xml'],
    ['a zip that leaves the folder', zipOf({ ...exported, '../../etc/passwd': 'x' }), 'would be written outside'],
    ['a zip with an absolute path', zipOf({ ...exported, '/etc/passwd': 'x' }), 'would be written outside'],
    ['a zip with the paths of another system', zipOf({ ...exported, 'a\\..\\b': 'x' }), 'would be written outside'],
    [
      'a web resource whose name leaves the folder',
      zipOf({
        ...exported,
        'WebResources/x': 'x',
        'customizations.xml':
          '<ImportExportXml><WebResources><WebResource><Name>../../x</Name><FileName>/WebResources/x</FileName></WebResource></WebResources></ImportExportXml>',
      }),
      'would be written outside',
    ],
    [
      'XML that is not well-formed',
      zipOf({ ...exported, 'customizations.xml': '<a><b></a>' }),
      'is not well-formed XML',
    ],
  ])('%s', (_, zip, sentence) => {
    expect(() => unpackSolution(zip)).toThrow(sentence);
  });

  test('a zip that grows beyond measure is not inflated', () => {
    const zip = zipSync({ 'solution.xml': new Uint8Array(5_000_000), 'customizations.xml': strToU8('<a/>') });
    expect(zip.length).toBeLessThan(10_000);
    expect(() => readZip(zip, { packed: 10_000, unpacked: 1_000_000 })).toThrow('more than 1000000 bytes are inside');
    expect(() => readZip(zip, { packed: 1_000, unpacked: 1_000_000 })).toThrow('is too large');
  });
});
