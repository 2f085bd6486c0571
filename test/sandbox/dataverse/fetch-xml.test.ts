import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { errorOf, useStandIn } from './web-api';

const api = useStandIn();

beforeAll(async () => {
  const audience = await api.create('mcs_audiences', { mcs_name: 'Newsletter', mcs_syncstatus: 937500001 });
  for (const name of ['VIP', 'press', 'old', 'new', 'Vip 2']) {
    const bound = name === 'old' ? {} : { 'mcs_audienceid@odata.bind': `/mcs_audiences(${audience})` };
    await api.create('mcs_tags', { mcs_name: name, ...bound });
  }
});

const fetchRows = (set: string, xml: string, headers: Record<string, string> = {}) =>
  api.get(`${set}?fetchXml=${encodeURIComponent(xml)}`, headers);

const tags = (inner: string, attributes = '') =>
  `<fetch ${attributes}><entity name="mcs_tag"><attribute name="mcs_name"/>${inner}</entity></fetch>`;

const names = async (inner: string, attributes = '') => {
  const answer = await fetchRows('mcs_tags', tags(`${inner}<order attribute="mcs_name"/>`, attributes));
  return z
    .array(z.looseObject({ mcs_name: z.string() }))
    .parse(answer.body['value'])
    .map((row) => row.mcs_name);
};

const condition = (inner: string, type = 'and') => `<filter type="${type}">${inner}</filter>`;

describe('views', () => {
  test.each<[string, string[]]>([
    [condition('<condition attribute="mcs_name" operator="eq" value="vip"/>'), ['VIP']],
    [condition('<condition attribute="mcs_name" operator="like" value="vip%"/>'), ['VIP', 'Vip 2']],
    [condition('<condition attribute="mcs_name" operator="not-like" value="%i%"/>'), ['new', 'old', 'press']],
    [
      condition('<condition attribute="mcs_name" operator="in"><value>old</value><value>new</value></condition>'),
      ['new', 'old'],
    ],
    [condition('<condition attribute="mcs_audienceid" operator="null"/>'), ['old']],
    [
      condition(
        '<condition attribute="mcs_name" operator="begins-with" value="p"/><condition attribute="mcs_name" operator="eq" value="old"/>',
        'or',
      ),
      ['old', 'press'],
    ],
    [condition('<condition attribute="statecode" operator="eq" value="0"/>'), ['new', 'old', 'press', 'VIP', 'Vip 2']],
    [condition('<condition attribute="ownerid" operator="eq-userid"/>'), ['new', 'old', 'press', 'VIP', 'Vip 2']],
    [
      '<link-entity name="mcs_audience" from="mcs_audienceid" to="mcs_audienceid" link-type="inner"/>',
      ['new', 'press', 'VIP', 'Vip 2'],
    ],
  ])('%s', async (inner, expected) => {
    expect(await names(inner)).toEqual(expected);
  });

  test('columns without a value are left out, annotations say how values read, linked columns carry their alias', async () => {
    const link =
      '<link-entity name="mcs_audience" from="mcs_audienceid" to="mcs_audienceid" link-type="outer" alias="a"><attribute name="mcs_syncstatus"/></link-entity>';
    const answer = await fetchRows(
      'mcs_tags',
      tags(`<attribute name="mcs_audienceid"/><order attribute="mcs_name"/>${link}`),
      {
        Prefer: 'odata.include-annotations="*"',
      },
    );
    const [first, second] = z.array(z.record(z.string(), z.unknown())).parse(answer.body['value']);
    expect(first).toMatchObject({
      mcs_name: 'new',
      '_mcs_audienceid_value@OData.Community.Display.V1.FormattedValue': 'Newsletter',
      '_mcs_audienceid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'mcs_audience',
      'a.mcs_syncstatus': 937500001,
      'a.mcs_syncstatus@OData.Community.Display.V1.FormattedValue': 'Synced',
    });
    expect(second).toMatchObject({ mcs_name: 'old' });
    expect(second).not.toHaveProperty('_mcs_audienceid_value');
  });

  test('pages go on by the cookie of the page before, which the last page lacks', async () => {
    const seen: string[] = [];
    let cookie = '';
    for (let page = 1; page <= 3; page++) {
      const attributes = `count="2" page="${page}"${cookie === '' ? '' : ` paging-cookie="${cookie.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}"`}`;
      const { body } = await fetchRows('mcs_tags', tags('<order attribute="mcs_name" descending="true"/>', attributes));
      seen.push(
        ...z
          .array(z.looseObject({ mcs_name: z.string() }))
          .parse(body['value'])
          .map((row) => row.mcs_name),
      );
      expect(body['@Microsoft.Dynamics.CRM.morerecords']).toBe(page < 3 ? true : undefined);
      const outer = JSON.stringify(body['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie'] ?? '').replaceAll('\\"', '"');
      cookie = decodeURIComponent(decodeURIComponent(/pagingcookie="([^"]*)"/.exec(outer)?.[1] ?? ''));
    }
    expect(seen).toEqual(['Vip 2', 'VIP', 'press', 'old', 'new']);
  });

  test('an attribute that does not exist is refused', async () => {
    const answer = await fetchRows('mcs_tags', tags('<attribute name="mcs_nothing"/>'));
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toBe(
      "'mcs_tag' entity doesn't contain attribute with Name = 'mcs_nothing' and NameMapping = 'Logical'.",
    );
  });
});
