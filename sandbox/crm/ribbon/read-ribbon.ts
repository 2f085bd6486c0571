/** The ribbon of a table as Dataverse compiles it, unpacked: https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveentityribbon */
import { DOMParser, type Element } from '@xmldom/xmldom';
import { strFromU8, unzipSync } from 'fflate';
import { literal, textOf, WebApiRefusal, type WebApi } from '../web-api';

export type Place = 'Form' | 'HomepageGrid' | 'SubGrid';

export interface Ribbon {
  /** The buttons of one place in order, as elements. */
  buttons(place: Place): Element[];
  command(id: string): Element | null;
  rule(kind: 'DisplayRule' | 'EnableRule', id: string): Element | null;
  /** The text of a label in the wanted language, else in the first there is. */
  label(text: string, language: number): string;
}

/** Null where the environment has no ribbon for the table. */
export async function readRibbon(platform: WebApi, table: string): Promise<Ribbon | null> {
  try {
    const answer = await platform.get(
      `RetrieveEntityRibbon(EntityName=@e,RibbonLocationFilter=@f)?@e=${literal(table)}&@f=Microsoft.Dynamics.CRM.RibbonLocationFilters'All'`,
    );
    const parts = unzipSync(Buffer.from(textOf(answer['CompressedEntityXml']), 'base64'));
    const xml = parts['RibbonXml.xml'];
    return xml === undefined ? null : parseRibbon(strFromU8(xml), table);
  } catch (error) {
    if (error instanceof WebApiRefusal && error.status === 404) return null;
    throw error;
  }
}

export function parseRibbon(xml: string, table: string): Ribbon {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  const all = (name: string): Element[] => Array.from(root?.getElementsByTagName(name) ?? []);
  const byId = (elements: Element[]): Map<string, Element> =>
    new Map(elements.map((element) => [element.getAttribute('Id') ?? '', element]));
  const commands = byId(all('CommandDefinition'));
  const rules = {
    DisplayRule: byId(definitions(all('RuleDefinitions')[0], 'DisplayRule')),
    EnableRule: byId(definitions(all('RuleDefinitions')[0], 'EnableRule')),
  };
  const labels = byId(all('LocLabel'));
  return {
    buttons(place) {
      const tab = all('Tab').find((one) => one.getAttribute('Id')?.toLowerCase() === tabId(place, table));
      if (tab === undefined) return [];
      return inOrder(Array.from(tab.getElementsByTagName('Group'))).flatMap((group) =>
        inOrder(Array.from(group.getElementsByTagName('Button'))),
      );
    },
    command: (id) => commands.get(id) ?? null,
    rule: (kind, id) => rules[kind].get(id) ?? null,
    label(text, language) {
      const [, id] = /^\$LocLabels:(.+)$/.exec(text) ?? [];
      if (id === undefined) return text;
      const titles = Array.from(labels.get(id)?.getElementsByTagName('Title') ?? []);
      const title = titles.find((one) => one.getAttribute('languagecode') === String(language)) ?? titles[0];
      return title?.getAttribute('description') ?? id;
    },
  };
}

const tabId = (place: Place, table: string): string => `mscrm.${place}.${table}.maintab`.toLowerCase();

/** References to rules bear the same name as their definitions, so only those below the definitions count. */
function definitions(parent: Element | undefined, name: string): Element[] {
  return Array.from(parent?.getElementsByTagName(name) ?? []);
}

function inOrder(elements: Element[]): Element[] {
  const sequence = (element: Element): number => Number(element.getAttribute('Sequence') ?? '1000');
  return elements.sort((one, other) => sequence(one) - sequence(other));
}
