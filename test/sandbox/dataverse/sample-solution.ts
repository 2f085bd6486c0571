/** A small solution, packed as the platform packs them: three tables, a choice, a key, an addition to `list`, a view and a page. */
import { strToU8, zipSync } from 'fflate';

export interface SampleOptions {
  /** XML of further columns of mcs_audience. */
  moreColumns?: string;
  /** XML of further relationships. */
  moreRelationships?: string;
  version?: string;
  managed?: boolean;
  uniqueName?: string;
  /** XML of roles. */
  roles?: string;
}

export function sampleSolution(options: SampleOptions = {}): Uint8Array {
  return zipSync({
    '[Content_Types].xml': strToU8(
      '<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/octet-stream" /></Types>',
    ),
    'solution.xml': strToU8(manifest(options)),
    'customizations.xml': strToU8(customizations(options)),
    'WebResources/mcs_syncindexhtml11111111-1111-4111-8111-111111111111': strToU8('<!doctype html><p>Grüße</p>'),
  });
}

const manifest = ({
  version = '1.0.0.0',
  managed = false,
  uniqueName = 'Sample',
}: SampleOptions) => `<?xml version="1.0" encoding="utf-8"?>
<ImportExportXml version="9.2.0.0" SolutionPackageVersion="9.2" languagecode="1033" generatedBy="CrmLive">
  <SolutionManifest>
    <UniqueName>${uniqueName}</UniqueName>
    <LocalizedNames><LocalizedName description="Sample" languagecode="1033" /></LocalizedNames>
    <Descriptions />
    <Version>${version}</Version>
    <Managed>${managed ? 1 : 0}</Managed>
    <Publisher>
      <UniqueName>sample</UniqueName>
      <CustomizationPrefix>mcs</CustomizationPrefix>
      <CustomizationOptionValuePrefix>93750</CustomizationOptionValuePrefix>
    </Publisher>
  </SolutionManifest>
</ImportExportXml>`;

export const column = (type: string, name: string, rest = '', mask = 'ValidForForm'): string => `
  <attribute PhysicalName="${name}">
    <Type>${type}</Type><Name>${name}</Name><LogicalName>${name}</LogicalName><DisplayMask>${mask}</DisplayMask>
    ${rest}
    <displaynames><displayname description="${name}" languagecode="1033" /></displaynames>
  </attribute>`;

const text = (name: string, length: number, mask?: string) =>
  column('nvarchar', name, `<Format>text</Format><MaxLength>${length}</MaxLength>`, mask);

const table = (name: string, label: string, ownership: string, columns: string, keys = '', views = '') => `
  <Entity>
    <Name LocalizedName="${label}" OriginalName="${label}">${name}</Name>
    <EntityInfo>
      <entity Name="${name}">
        <LocalizedNames><LocalizedName description="${label}" languagecode="1033" /></LocalizedNames>
        <LocalizedCollectionNames><LocalizedCollectionName description="${label}s" languagecode="1033" /></LocalizedCollectionNames>
        <attributes>${column('primarykey', `${name}id`)}${columns}</attributes>
        <EntitySetName>${name}s</EntitySetName>
        <OwnershipTypeMask>${ownership}</OwnershipTypeMask>
        <HasRelatedNotes>${name === 'mcs_tag' ? 'False' : 'True'}</HasRelatedNotes>
        ${keys}
      </entity>
    </EntityInfo>
    <FormXml />
    <SavedQueries>${views}</SavedQueries>
  </Entity>`;

const key = (name: string, columns: string[]) =>
  `<EntityKey Name="${name}"><LogicalName>${name}</LogicalName><EntityKeyAttributes>${columns
    .map((column) => `<AttributeName>${column}</AttributeName>`)
    .join('')}</EntityKeyAttributes></EntityKey>`;

export const relationship = (child: string, attribute: string, parent: string, onDelete = 'RemoveLink'): string => `
  <EntityRelationship Name="${child}_${attribute}_${parent}">
    <EntityRelationshipType>OneToMany</EntityRelationshipType>
    <ReferencingEntityName>${child}</ReferencingEntityName>
    <ReferencedEntityName>${parent}</ReferencedEntityName>
    <CascadeDelete>${onDelete}</CascadeDelete>
    <ReferencingAttributeName>${attribute}</ReferencingAttributeName>
    <EntityRelationshipRoles>
      <EntityRelationshipRole><NavigationPropertyName>${attribute}</NavigationPropertyName><RelationshipRoleType>1</RelationshipRoleType></EntityRelationshipRole>
      <EntityRelationshipRole><NavigationPropertyName>${child}_${attribute}_${parent}</NavigationPropertyName><RelationshipRoleType>0</RelationshipRoleType></EntityRelationshipRole>
    </EntityRelationshipRoles>
  </EntityRelationship>`;

const view = `<savedqueries><savedquery>
  <isdefault>1</isdefault><savedqueryid>{22222222-2222-4222-8222-222222222222}</savedqueryid>
  <layoutxml><grid name="resultset"><row id="mcs_audienceid"><cell name="mcs_name" width="200" /></row></grid></layoutxml>
  <querytype>0</querytype>
  <fetchxml><fetch version="1.0"><entity name="mcs_audience"><attribute name="mcs_name" /></entity></fetch></fetchxml>
  <LocalizedNames><LocalizedName description="Audiences" languagecode="1033" /></LocalizedNames>
</savedquery></savedqueries>`;

const option = (value: number, label: string) =>
  `<option value="${value}"><labels><label description="${label}" languagecode="1033" /></labels></option>`;

type Level = 'Basic' | 'Local' | 'Deep' | 'Global';

const role = (id: string, name: string, privileges: Readonly<Record<string, Level>>) => `
  <Role id="{${id}}" name="${name}"><IsCustomizable>1</IsCustomizable><RolePrivileges>
    ${Object.entries(privileges)
      .map(([privilege, level]) => `<RolePrivilege name="${privilege}" level="${level}" />`)
      .join('')}
  </RolePrivileges></Role>`;

const on = (tables: string[], operations: string, level: Level = 'Global'): Record<string, Level> =>
  Object.fromEntries(
    tables.flatMap((name) => operations.split(' ').map((operation) => [`prv${operation}${name}`, level])),
  );

const own = ['mcs_audience', 'mcs_tag', 'mcs_syncrun'];
const everything = 'Create Read Write Delete Append AppendTo Assign Share';
const servicePrivileges = {
  ...on([...own, 'Contact', 'Lead', 'List', 'Account', 'Note', 'Opportunity'], everything),
  ...on(['Entity', 'Attribute', 'EntityKey', 'OptionSet', 'Organization', 'User', 'Team', 'BusinessUnit'], 'Read'),
  ...on(['SdkMessage', 'SdkMessageProcessingStep', 'Query', 'WebResource', 'AppModule'], 'Read'),
};
const userPrivileges = {
  ...on(own, 'Read AppendTo'),
  ...on(['mcs_audience'], 'Write Append'),
  ...on(['mcs_syncrun'], 'Create Append', 'Basic'),
};

const customizations = (options: SampleOptions) => `<?xml version="1.0" encoding="utf-8"?>
<ImportExportXml>
  <Entities>
    ${table(
      'mcs_audience',
      'Audience',
      'UserOwned',
      text('mcs_name', 200, 'PrimaryName|ValidForForm') +
        text('mcs_mailchimplistid', 20) +
        column('lookup', 'mcs_marketinglistid') +
        column('picklist', 'mcs_syncstatus', '<OptionSetName>mcs_syncstatus</OptionSetName>') +
        column('bit', 'mcs_createpeople', '<AppDefaultValue>1</AppDefaultValue>') +
        column('int', 'mcs_limitpercent', '<MinValue>0</MinValue><MaxValue>100</MaxValue>') +
        column('datetime', 'mcs_lastsynced', '<Format>datetime</Format><Behavior>1</Behavior>') +
        column('ntext', 'mcs_reasoncounts', '<MaxLength>4000</MaxLength>') +
        (options.moreColumns ?? ''),
      `<EntityKeys>${key('mcs_audience_mailchimplist', ['mcs_mailchimplistid'])}</EntityKeys>`,
      view,
    )}
    ${table(
      'mcs_tag',
      'Tag',
      'UserOwned',
      text('mcs_name', 200, 'PrimaryName') + text('mcs_mailchimptagid', 20) + column('lookup', 'mcs_audienceid'),
      `<EntityKeys>${key('mcs_tag_mailchimptag', ['mcs_audienceid', 'mcs_mailchimptagid'])}</EntityKeys>`,
    )}
    ${table('mcs_syncrun', 'Sync Run', 'UserOwned', text('mcs_name', 200, 'PrimaryName') + column('lookup', 'mcs_audienceid'))}
    <Entity>
      <Name LocalizedName="Marketing List" OriginalName="Marketing List">List</Name>
      <EntityInfo><entity Name="List"><attributes>${column('lookup', 'mcs_audienceid')}</attributes></entity></EntityInfo>
    </Entity>
  </Entities>
  <Roles>
    ${role('33333333-3333-4333-8333-333333333331', 'Audience Sync Service', servicePrivileges)}
    ${role('33333333-3333-4333-8333-333333333332', 'Audience Sync User', userPrivileges)}
  </Roles>
  <Roles>${options.roles ?? ''}</Roles>
  <optionsets>
    <optionset Name="mcs_syncstatus" localizedName="Sync status"><OptionSetType>picklist</OptionSetType><IsGlobal>1</IsGlobal>
      <options>${option(937500000, 'Not tied')}${option(937500001, 'Synced')}</options></optionset>
  </optionsets>
  <EntityRelationships>
    ${relationship('mcs_audience', 'mcs_marketinglistid', 'list')}
    ${relationship('mcs_tag', 'mcs_audienceid', 'mcs_audience', 'Cascade')}
    ${relationship('mcs_syncrun', 'mcs_audienceid', 'mcs_audience')}
    ${relationship('List', 'mcs_audienceid', 'mcs_audience')}
    ${options.moreRelationships ?? ''}
  </EntityRelationships>
  <WebResources>
    <WebResource>
      <WebResourceId>{11111111-1111-4111-8111-111111111111}</WebResourceId>
      <Name>mcs_/sync/index.html</Name><DisplayName>Sync Audiences</DisplayName><WebResourceType>1</WebResourceType>
      <FileName>/WebResources/mcs_syncindexhtml11111111-1111-4111-8111-111111111111</FileName>
    </WebResource>
  </WebResources>
  <AppModuleSiteMaps><AppModuleSiteMap><SiteMapUniqueName>mcs_AudienceSync</SiteMapUniqueName><SiteMap><Area Id="a" /></SiteMap>
    <LocalizedNames><LocalizedName description="Audience Sync" languagecode="1033" /></LocalizedNames></AppModuleSiteMap></AppModuleSiteMaps>
  <AppModules><AppModule><UniqueName>mcs_AudienceSync</UniqueName>
    <AppModuleComponents><AppModuleComponent type="1" schemaName="mcs_audience" /></AppModuleComponents>
    <LocalizedNames><LocalizedName description="Audience Sync" languagecode="1033" /></LocalizedNames></AppModule></AppModules>
</ImportExportXml>`;
