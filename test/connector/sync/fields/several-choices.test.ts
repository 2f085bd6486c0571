import { strToU8, zipSync } from 'fflate';

import { startLabelledWorld, addressOf, audienceName, mailchimpId } from '../labelled-world';

const label = (text: string) => `<labels><label description="${text}" languagecode="1033" /></labels>`;

/** What an organization adds to its contacts. */
const hobbies = zipSync({
  '[Content_Types].xml': strToU8(
    '<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/octet-stream" /></Types>',
  ),
  'solution.xml': strToU8(`<?xml version="1.0" encoding="utf-8"?>
<ImportExportXml version="9.2.0.0" SolutionPackageVersion="9.2" languagecode="1033" generatedBy="CrmLive">
  <SolutionManifest>
    <UniqueName>Hobbies</UniqueName>
    <LocalizedNames><LocalizedName description="Hobbies" languagecode="1033" /></LocalizedNames>
    <Descriptions />
    <Version>1.0.0.0</Version>
    <Managed>0</Managed>
    <Publisher>
      <UniqueName>club</UniqueName>
      <CustomizationPrefix>club</CustomizationPrefix>
      <CustomizationOptionValuePrefix>10000</CustomizationOptionValuePrefix>
    </Publisher>
  </SolutionManifest>
</ImportExportXml>`),
  'customizations.xml': strToU8(`<?xml version="1.0" encoding="utf-8"?>
<ImportExportXml>
  <Entities>
    <Entity>
      <Name LocalizedName="Contact" OriginalName="Contact">Contact</Name>
      <EntityInfo><entity Name="Contact"><attributes>
        <attribute PhysicalName="club_hobbies">
          <Type>multiselectpicklist</Type><Name>club_hobbies</Name><LogicalName>club_hobbies</LogicalName>
          <optionset><options>
            <option value="100000000">${label('Bowling')}</option>
            <option value="100000001">${label('Golf, indoors')}</option>
            <option value="100000002">${label('Cooking')}</option>
          </options></optionset>
          <displaynames><displayname description="Hobbies" languagecode="1033" /></displaynames>
        </attribute>
      </attributes></entity></EntityInfo>
    </Entity>
  </Entities>
</ImportExportXml>`),
});

test('several choices at once go to Mailchimp as their labels, and never back', async () => {
  const world = await startLabelledWorld({ size: 2 });
  const api = `${world.dataverseUrl}/api/data/v9.2`;
  await world.send('POST', `${api}/ImportSolutionAsync`, {
    OverwriteUnmanagedCustomizations: false,
    PublishWorkflows: true,
    CustomizationFile: Buffer.from(hobbies).toString('base64'),
  });
  await world.send('GET', `${world.dataverseUrl}/_sandbox/idle`);
  const [wilma] = await world.get<{ contactid: string }>(
    `contacts?$select=contactid&$filter=emailaddress1 eq '${addressOf(0)}'`,
  );
  const choose = (hobbies: string | null) => world.patch(`contacts(${wilma?.contactid})`, { club_hobbies: hobbies });
  const told = async (index: number) =>
    (await world.services.mailchimp('MAILCHIMP_API_KEY').member(mailchimpId, addressOf(index)))?.mergeFields?.[
      'HOBBIES'
    ];
  await choose('100000001,100000000');
  const { id } = await world.audience(audienceName);
  await world.send('POST', `${api}/mcs_fieldmappings`, {
    mcs_name: 'Hobbies',
    mcs_mergetag: 'HOBBIES',
    mcs_column: 'club_hobbies',
    mcs_createmissing: true,
    'mcs_audienceid@odata.bind': `/mcs_audiences(${id})`,
  });
  await world.run();
  expect([await told(0), await told(1)]).toEqual(['Bowling; Golf, indoors', '']);

  await choose('100000002');
  await world.play(1, { do: 'edit', merge_fields: { HOBBIES: 'Golf, indoors' } });
  await world.run();
  expect(await told(0)).toBe('Cooking');
  const { mailchimp, dataverse } = await world.run(true);
  expect([mailchimp.writes, dataverse.writes]).toEqual([0, 0]);
  await world.close();
});
