/**
 * The ribbon of one table, compressed as the service sends it: a package in base64 with the part RibbonXml.xml.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveentityribbon
 */
import { strToU8, zipSync } from 'fflate';
import type { Call, Reply } from '../environment';
import { rowsOf, serviceRoot } from '../environment';
import { badQuery, missingRow } from '../errors';
import type { Segment } from '../http/path';
import { json } from '../http/reply';
import { unquote } from '../query/filter-tokens';
import { readQueryString, splitOutside } from '../query/query-string';
import { mergeRibbon } from '../ribbon/merge-ribbon';
import { standardRibbon } from '../ribbon/standard-ribbon';

export function retrieveEntityRibbon(call: Call, message: Segment): Reply {
  const given = parametersOf(call, message);
  const name = given.get('EntityName');
  const filter = given.get('RibbonLocationFilter');
  if (name === undefined || !/^'.*'$/.test(name))
    throw badQuery('RetrieveEntityRibbon needs the parameter EntityName, a text in quotes.');
  if (filter !== undefined && !/^(Microsoft\.Dynamics\.CRM\.RibbonLocationFilters)?'(All|Default)'$/.test(filter))
    throw badQuery(
      `The stand-in knows the whole ribbon only: RibbonLocationFilter must be 'All' or 'Default', not ${filter}.`,
    );
  const table = call.env.model.find(unquote(name));
  if (table === undefined) throw missingRow('entity', unquote(name));
  const ribbon = mergeRibbon(standardRibbon(table.name), diffsOf(call, table.name));
  const packed = zipSync({
    '[Content_Types].xml': strToU8(contentTypes),
    'RibbonXml.xml': strToU8(`<?xml version="1.0" encoding="utf-8"?>${ribbon}`),
  });
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#Microsoft.Dynamics.CRM.RetrieveEntityRibbonResponse`,
    CompressedEntityXml: Buffer.from(packed).toString('base64'),
  });
}

const contentTypes =
  '<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
  '<Default Extension="xml" ContentType="text/xml" /></Types>';

function diffsOf(call: Call, table: string): string[] {
  return [...rowsOf(call.env, 'ribbondiff').all()].flatMap(({ values }) =>
    values['entity'] === table && typeof values['rdx'] === 'string' ? [values['rdx']] : [],
  );
}

/** Inline values, or aliases that the query string resolves. */
function parametersOf(call: Call, message: Segment): Map<string, string> {
  const { aliases } = readQueryString(call.query);
  return new Map(
    splitOutside(message.key ?? '', ',')
      .filter((part) => part.trim() !== '')
      .map((part) => {
        const [name = '', value = ''] = part.split('=').map((one) => one.trim());
        return [name, value.startsWith('@') ? (aliases.get(value) ?? '') : value];
      }),
  );
}
