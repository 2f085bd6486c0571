import type { Call, Environment, Reply } from '../environment';
import { serviceRoot } from '../environment';
import { badQuery, missingRow, notImplemented, unknownSegment } from '../errors';
import type { Column, Table } from '../metadata/table';
import { readQueryString } from '../query/query-string';
import type { QueryString } from '../query/query-string';
import { stableGuid } from '../stable-guid';
import { requireNamedPrivilege } from '../privileges';
import { privilegeId, privilegesOn } from '../security/privilege-names';
import { maxLengthOf } from '../write/accept-value';
import type { Segment } from './path';
import { json } from './reply';
import { filterDefinitions } from './definition-filter';

type Definition = Record<string, unknown>;

/** Reading definitions takes privileges as reading rows does. */
function requireDefinitionRights(call: Call, [first, second]: Segment[]): void {
  const ofChoices = first?.name === 'GlobalOptionSetDefinitions';
  requireNamedPrivilege(call.caller, ofChoices ? 'prvReadOptionSet' : 'prvReadEntity', 'entity');
  if (second?.name === 'Attributes') requireNamedPrivilege(call.caller, 'prvReadAttribute', 'attribute');
  if (second?.name === 'Keys') requireNamedPrivilege(call.caller, 'prvReadEntityKey', 'entitykey');
}

/** What the environment says about its tables and columns. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api */
export function answerDefinitions(call: Call, segments: Segment[]): Reply {
  if (call.method !== 'GET') throw notImplemented('changing table definitions');
  const [first, second, third] = segments;
  const query = readQueryString(call.query);
  const { env } = call;
  requireDefinitionRights(call, segments);
  if (first?.name === 'GlobalOptionSetDefinitions') return answerChoice(call, first);
  if (first === undefined || first.key === null) {
    if (second !== undefined) throw unknownSegment(second.name);
    return list(
      call,
      'EntityDefinitions',
      [...env.model.tables()].map((table) => tableDefinition(env, table)),
      query,
    );
  }
  const table = tableOf(env, first.key);
  if (second === undefined) {
    return json(200, {
      '@odata.context': `${serviceRoot(call)}$metadata#EntityDefinitions/$entity`,
      ...selected(expanded(env, table, query), query),
    });
  }
  if (second.name === 'Keys') return list(call, 'Keys', keyDefinitions(table), query);
  if (second.name === 'OneToManyRelationships') return list(call, second.name, relationshipsOf(env, table), query);
  if (second.name !== 'Attributes') throw notImplemented(`'${second.name}' of EntityDefinitions`);
  const columns = [...table.columns.values()];
  if (second.key === null) {
    const wanted = columns.filter((column) => third === undefined || isOfType(column, third.name));
    return list(
      call,
      'Attributes',
      wanted.map((column) => columnDefinition(env, table, column)),
      query,
    );
  }
  const name = keyText(second.key, 'LogicalName');
  const column = table.columns.get(name);
  if (column === undefined || (third !== undefined && !isOfType(column, third.name)))
    throw missingRow('attribute', name);
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#EntityDefinitions('${table.name}')/Attributes/$entity`,
    ...selected(columnDefinition(env, table, column), query),
  });
}

function tableOf(env: Environment, key: string): Table {
  const name = key.includes('=') ? keyText(key, 'LogicalName') : null;
  for (const table of env.model.tables()) {
    if (table.name === name || stableGuid(`entity ${table.name}`) === key) return table;
  }
  throw missingRow('entity', name ?? key);
}

function keyText(key: string, name: string): string {
  const [, text] = new RegExp(`^${name}='([^']*)'$`).exec(key) ?? [];
  if (text === undefined) throw badQuery(`Bad Request - Error in query syntax: '${key}'.`);
  return text;
}

function expanded(env: Environment, table: Table, query: QueryString): Definition {
  const definition = tableDefinition(env, table);
  const expand = query.options.get('$expand');
  if (expand === undefined) return definition;
  for (const part of expand.split(/,(?![^(]*\))/)) {
    const [, name, inner] = /^\s*(\w+)(?:\(\$select=([^)]*)\))?\s*$/.exec(part) ?? [];
    const select = inner?.split(',').map((one) => one.trim());
    if (name === 'Attributes') {
      definition['Attributes'] = [...table.columns.values()].map((column) =>
        pick(columnDefinition(env, table, column), select),
      );
    } else if (name === 'Keys') {
      definition['Keys'] = keyDefinitions(table).map((key) => pick(key, select));
    } else throw notImplemented(`$expand=${part} of EntityDefinitions`);
  }
  return definition;
}

function list(call: Call, name: string, definitions: Definition[], query: QueryString): Reply {
  const filter = query.options.get('$filter');
  const found = filter === undefined ? definitions : filterDefinitions(definitions, filter, query.aliases);
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#${name}`,
    value: found.map((definition) => selected(definition, query)),
  });
}

function selected(definition: Definition, query: QueryString): Definition {
  const select = query.options
    .get('$select')
    ?.split(',')
    .map((part) => part.trim());
  const expand = query.options.get('$expand');
  const names = expand === undefined ? select : select && [...select, 'Attributes', 'Keys', ...optionSetIn(expand)];
  return pick(definition, names);
}

/** The options of a choice, or the two of a yes or no, come with the column where they are asked for. */
const optionSetIn = (expand: string): string[] => (/^OptionSet(\(|$)/.test(expand.trim()) ? ['OptionSet'] : []);

function pick(definition: Definition, names: readonly string[] | undefined): Definition {
  if (names === undefined) return definition;
  for (const name of names) {
    if (!(name in definition) && !['Attributes', 'Keys', 'OptionSet'].includes(name)) {
      throw badQuery(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.MetadataBase'.`);
    }
  }
  const kept = [...names, 'MetadataId', '@odata.type'].filter((name) => name in definition);
  return Object.fromEntries(kept.map((name) => [name, definition[name]]));
}

const label = (text: string) => ({
  LocalizedLabels: [{ Label: text, LanguageCode: 1033 }],
  UserLocalizedLabel: { Label: text, LanguageCode: 1033 },
});

function tableDefinition(env: Environment, table: Table): Definition {
  const tracked = table.name === 'listmember' ? env.switches.changeTrackingOnListMember : table.changeTracking;
  return {
    MetadataId: stableGuid(`entity ${table.name}`),
    LogicalName: table.name,
    SchemaName: table.schemaName,
    EntitySetName: table.set,
    LogicalCollectionName: table.set,
    PrimaryIdAttribute: table.id,
    PrimaryNameAttribute: table.title,
    ObjectTypeCode: table.objectTypeCode,
    OwnershipType: { user: 'UserOwned', organization: 'OrganizationOwned', none: 'None' }[table.ownership],
    IsCustomEntity: table.custom,
    IsIntersect: false,
    IsActivity: false,
    HasNotes: env.model.childrenOf(table.name).some((link) => link.child === 'annotation'),
    Privileges: privilegesOn(table).map(({ name, operation }) => ({
      PrivilegeId: privilegeId(name),
      Name: name,
      PrivilegeType: operation,
      CanBeBasic: table.ownership === 'user',
      CanBeLocal: table.ownership === 'user',
      CanBeDeep: table.ownership === 'user',
      CanBeGlobal: true,
    })),
    ChangeTrackingEnabled: tracked,
    CanChangeTrackingBeEnabled: {
      Value: true,
      CanBeChanged: true,
      ManagedPropertyLogicalName: 'canchangetrackingbeenabled',
    },
    IsOptimisticConcurrencyEnabled: table.name !== 'listmember',
    DisplayName: label(table.label),
    DisplayCollectionName: label(table.labels),
  };
}

const attributeTypes: Record<Column['type'], [string, string]> = {
  id: ['Uniqueidentifier', 'AttributeMetadata'],
  text: ['String', 'StringAttributeMetadata'],
  memo: ['Memo', 'MemoAttributeMetadata'],
  int: ['Integer', 'IntegerAttributeMetadata'],
  bigint: ['BigInt', 'BigIntAttributeMetadata'],
  decimal: ['Decimal', 'DecimalAttributeMetadata'],
  double: ['Double', 'DoubleAttributeMetadata'],
  bool: ['Boolean', 'BooleanAttributeMetadata'],
  choice: ['Picklist', 'PicklistAttributeMetadata'],
  datetime: ['DateTime', 'DateTimeAttributeMetadata'],
  date: ['DateTime', 'DateTimeAttributeMetadata'],
  guid: ['Uniqueidentifier', 'AttributeMetadata'],
  lookup: ['Lookup', 'LookupAttributeMetadata'],
  binary: ['Virtual', 'ImageAttributeMetadata'],
};

function typeOf(column: Column): [string, string] {
  if (column.name === 'statecode') return ['State', 'StateAttributeMetadata'];
  if (column.name === 'statuscode') return ['Status', 'StatusAttributeMetadata'];
  if (column.severalOptions) return ['Virtual', 'MultiSelectPicklistAttributeMetadata'];
  if (column.name === 'ownerid') return ['Owner', 'LookupAttributeMetadata'];
  return attributeTypes[column.type];
}

const isOfType = (column: Column, type: string): boolean => type === `Microsoft.Dynamics.CRM.${typeOf(column)[1]}`;

function columnDefinition(env: Environment, table: Table, column: Column): Definition {
  const [type, metadata] = typeOf(column);
  return {
    '@odata.type': `#Microsoft.Dynamics.CRM.${metadata}`,
    MetadataId: stableGuid(`attribute ${table.name} ${column.name}`),
    LogicalName: column.name,
    SchemaName: column.name,
    EntityLogicalName: table.name,
    AttributeType: type,
    AttributeTypeName: { Value: column.severalOptions ? 'MultiSelectPicklistType' : `${type}Type` },
    DisplayName: label(column.label),
    IsCustomAttribute: column.custom ?? (table.custom && column.type === 'id'),
    IsPrimaryId: column.name === table.id,
    IsPrimaryName: column.name === table.title,
    IsValidForCreate: column.settable !== 'never',
    IsValidForUpdate: column.settable === 'always',
    IsValidForRead: column.secret !== true,
    ...(column.maxLength === undefined ? {} : { MaxLength: maxLengthOf(env, table, column) }),
    ...(column.type === 'text' && !column.severalOptions
      ? { Format: /^emailaddress\d$/.test(column.name) ? 'Email' : 'Text' }
      : {}),
    ...(column.targets === undefined ? {} : { Targets: [...new Set(column.targets.map((target) => target.table))] }),
    ...(column.type === 'date' ? { Format: 'DateOnly' } : {}),
    ...(column.type === 'datetime' ? { Format: 'DateAndTime' } : {}),
    ...(column.options === undefined ? {} : { OptionSet: { Options: options(column.options) } }),
    ...(column.type === 'bool' ? { OptionSet: yesAndNo(column.boolLabels) } : {}),
  };
}

const options = (choice: ReadonlyMap<number, string>) =>
  [...choice].map(([value, text]) => ({ Value: value, Label: label(text) }));

const yesAndNo = ([no, yes]: readonly [string, string] = ['No', 'Yes']) => ({
  TrueOption: { Value: 1, Label: label(yes) },
  FalseOption: { Value: 0, Label: label(no) },
});

const keyDefinitions = (table: Table): Definition[] =>
  table.keys.map((key) => ({
    MetadataId: stableGuid(`key ${table.name} ${key.name}`),
    LogicalName: key.name,
    SchemaName: key.name,
    EntityLogicalName: table.name,
    KeyAttributes: key.columns,
    EntityKeyIndexStatus: 'Active',
  }));

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/onetomanyrelationshipmetadata */
const relationshipsOf = (env: Environment, table: Table): Definition[] =>
  env.model.childrenOf(table.name).map((link) => ({
    MetadataId: stableGuid(`relationship ${link.name}`),
    SchemaName: link.name,
    RelationshipType: 'OneToManyRelationship',
    ReferencedEntity: link.parent,
    ReferencedAttribute: table.id,
    ReferencedEntityNavigationPropertyName: link.collection,
    ReferencingEntity: link.child,
    ReferencingAttribute: link.column,
  }));

function answerChoice(call: Call, segment: Segment): Reply {
  if (segment.key === null) throw notImplemented('the list of all global choices');
  const name = keyText(segment.key, 'Name');
  const choice = call.env.model.choices.get(name);
  if (choice === undefined) throw missingRow('optionset', name);
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#GlobalOptionSetDefinitions/$entity`,
    '@odata.type': '#Microsoft.Dynamics.CRM.OptionSetMetadata',
    MetadataId: stableGuid(`optionset ${name}`),
    Name: name,
    Options: options(choice),
  });
}
