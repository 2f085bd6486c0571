import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { startDataverse } from '../../../sandbox/dataverse/server';

const folder = join(__dirname, '../../../dist/solution');
const packed = readdirSync(folder).find((name) => /^AudienceSync_[\d.]+\.zip$/.test(name)) ?? '';
const files = unzipSync(readFileSync(join(folder, packed)));

function broken(file: string, from: string | RegExp, to: string): Uint8Array {
  const before = strFromU8(files[file] ?? new Uint8Array());
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} does not contain ${String(from)}`);
  return zipSync({ ...files, [file]: strToU8(after) });
}

const customizations = 'customizations.xml';

describe('a solution that the service would not take', () => {
  test.each<[string, () => Uint8Array, RegExp]>([
    ['an unknown section', () => broken(customizations, '<Roles>', '<Rolls></Rolls><Roles>'), /'Rolls'/],
    [
      'an unknown part of a role',
      () => broken(customizations, '<RolePrivileges>', '<Rights /><RolePrivileges>'),
      /'Rights'/,
    ],
    [
      'an unknown part of a ribbon',
      () => broken(customizations, '<CustomActions>', '<Buttons /><CustomActions>'),
      /'Buttons'/,
    ],
    [
      'an unknown part of a form',
      () => broken(customizations, '<FormPresentation>', '<Colour /><FormPresentation>'),
      /'Colour'/,
    ],
    [
      'a privilege that does not exist',
      () => broken(customizations, '"prvReadmcs_tag"', '"prvReadmcs_label"'),
      /'prvReadmcs_label', which does not exist/,
    ],
    [
      'a privilege in another case',
      () => broken(customizations, '"prvReadmcs_tag"', '"prvReadmcs_Tag"'),
      /'prvReadmcs_Tag', which does not exist/,
    ],
    [
      'a level that does not exist',
      () => broken(customizations, 'name="prvReadmcs_tag" level="Global"', 'name="prvReadmcs_tag" level="All"'),
      /level 'All'/,
    ],
    [
      'a button whose script is missing',
      () => broken(customizations, 'Library="$webresource:mcs_/commands.js"', 'Library="$webresource:mcs_/x.js"'),
      /web resource 'mcs_\/x\.js'/,
    ],
    [
      'an app for a role that does not exist',
      () =>
        broken(
          customizations,
          /(<AppModuleRoleMaps>\s*)<Role id="[^"]+"/,
          '$1<Role id="{00000000-0000-4000-8000-000000000001}"',
        ),
      /role \{00000000/,
    ],
    [
      'a promised component that is not there',
      () => broken('solution.xml', 'schemaName="mcs_/commands.js"', 'schemaName="mcs_/more.js"'),
      /mcs_\/more\.js of type 61/,
    ],
  ])('has %s', async (_, zip, sentence) => {
    await expect(startDataverse({ solutionZip: zip() })).rejects.toThrow(sentence);
  });
});

test('the solution as it is packed is taken', async () => {
  const standIn = await startDataverse({ solutionZip: zipSync(files) });
  await standIn.close();
});
