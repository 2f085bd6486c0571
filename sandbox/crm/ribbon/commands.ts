/**
 * The commands of one place of a table as a page gets them. What depends on the person or the client alone is decided here;
 * what depends on the record, the selection or a script is left to the page as a rule.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/define-ribbon-enable-rules: "With the command bar, commands that are disabled are hidden."
 */
import type { Element } from '@xmldom/xmldom';
import type { Privileges } from '../privileges';
import type { Words } from '../words/words';
import type { Call, Command, Parameter, Rule, Subject } from './command';
import type { Place, Ribbon } from './read-ribbon';

export interface Asker {
  table: string;
  /** What one record of the table is called. */
  label: string;
  privileges: Privileges;
  /** What the person may do with the record of the form; null where there is none. */
  rights: ReadonlySet<string> | null;
  language: number;
  words: Words;
}

/** Commands that can never show for this person are left out. */
export async function commandsOf(ribbon: Ribbon | null, place: Place, asker: Asker): Promise<Command[]> {
  if (ribbon === null) return [];
  const all = await Promise.all(ribbon.buttons(place).map((button) => commandOf(ribbon, button, asker)));
  return all.filter(({ rules }) => !rules.some((rule) => rule.kind === 'fixed' && !rule.holds));
}

async function commandOf(ribbon: Ribbon, button: Element, asker: Asker): Promise<Command> {
  const id = button.getAttribute('Command') ?? '';
  const definition = ribbon.command(id);
  const text = (name: string): string => labelOf(ribbon, button.getAttribute(name) ?? '', asker);
  const label = text('LabelText');
  const rules = await Promise.all([
    ...references(definition, 'DisplayRule').map((rule) => named(ribbon, 'DisplayRule', rule, asker)),
    ...references(definition, 'EnableRule').map((rule) => named(ribbon, 'EnableRule', rule, asker)),
  ]);
  return {
    id: button.getAttribute('Id') ?? '',
    command: id,
    label,
    tooltip: [text('ToolTipTitle') || label, text('ToolTipDescription')].filter((part) => part !== '').join('. '),
    icon: iconOf(button),
    rules: rules.flat(),
    calls: elements(definition, 'JavaScriptFunction').map(callOf),
  };
}

function labelOf(ribbon: Ribbon, text: string, { label, language, words }: Asker): string {
  if (text === '$Resources:Ribbon.NewOne') return words.newRecord(label);
  const [, own] = /^\$Resources:Ribbon\.(\w+)$/.exec(text) ?? [];
  return own === undefined ? ribbon.label(text, language) : (words.commands[own] ?? own);
}

function iconOf(button: Element): Command['icon'] {
  const name = button.getAttribute('ModernImage') ?? '';
  if (name.startsWith('$webresource:')) return { kind: 'resource', name: name.slice('$webresource:'.length) };
  return name === '' ? null : { kind: 'own', name };
}

function references(definition: Element | null, kind: 'DisplayRule' | 'EnableRule'): string[] {
  return elements(definition, kind).map((element) => element.getAttribute('Id') ?? '');
}

/** All conditions of a rule must hold. A rule that nobody defines never does. */
async function named(ribbon: Ribbon, kind: 'DisplayRule' | 'EnableRule', id: string, asker: Asker): Promise<Rule[]> {
  const definition = ribbon.rule(kind, id);
  if (definition === null) return [{ kind: 'fixed', holds: false }];
  return Promise.all(children(definition).map((element) => ruleOf(element, asker)));
}

async function ruleOf(element: Element, asker: Asker): Promise<Rule> {
  const invert = element.getAttribute('InvertResult') === 'true';
  switch (element.nodeName) {
    case 'EntityPrivilegeRule': {
      const table = element.getAttribute('EntityName')?.toLowerCase() ?? asker.table;
      const operation = element.getAttribute('PrivilegeType') ?? '';
      const depth = element.getAttribute('PrivilegeDepth') ?? 'Basic';
      return { kind: 'fixed', holds: (await asker.privileges.may(operation, table, depth)) !== invert };
    }
    case 'RecordPrivilegeRule': {
      const operation = (element.getAttribute('PrivilegeType') ?? '').replace(/Access$/, '');
      const may = asker.rights?.has(operation) ?? (await asker.privileges.may(operation, asker.table));
      return { kind: 'fixed', holds: may !== invert };
    }
    case 'SelectionCountRule': {
      const maximum = element.getAttribute('Maximum');
      return {
        kind: 'selection',
        minimum: Number(element.getAttribute('Minimum') ?? '0'),
        maximum: maximum === null ? null : Number(maximum),
        invert,
      };
    }
    case 'FormStateRule':
      return { kind: 'form-state', state: element.getAttribute('State') ?? '', invert };
    case 'EntityRule':
      return {
        kind: 'table',
        table: element.getAttribute('EntityName')?.toLowerCase() ?? null,
        subject: subjectOf(element),
        invert,
      };
    case 'ValueRule':
      return {
        kind: 'value',
        field: element.getAttribute('Field')?.toLowerCase() ?? '',
        value: element.getAttribute('Value') ?? '',
        invert,
      };
    case 'CustomRule':
      return {
        kind: 'custom',
        call: callOf(element),
        default: element.getAttribute('Default') === 'true',
        invert,
      };
    case 'OrRule':
      return {
        kind: 'or',
        groups: await Promise.all(
          children(element).map((group) => Promise.all(children(group).map((one) => ruleOf(one, asker)))),
        ),
        invert,
      };
    case 'CommandClientTypeRule':
      return { kind: 'fixed', holds: (element.getAttribute('Type') === 'Modern') !== invert };
    case 'CrmClientTypeRule':
      return { kind: 'fixed', holds: (element.getAttribute('Type') === 'Web') !== invert };
    default:
      throw new Error(`The shell does not know the ribbon rule ${element.nodeName}.`);
  }
}

function subjectOf(element: Element): Subject {
  return element.getAttribute('AppliesTo') === 'SelectedEntity' ? 'SelectedEntity' : 'PrimaryEntity';
}

function callOf(element: Element): Call {
  return {
    library: (element.getAttribute('Library') ?? '').replace(/^\$webresource:/, ''),
    function: element.getAttribute('FunctionName') ?? '',
    parameters: children(element).map(parameterOf),
  };
}

function parameterOf(element: Element): Parameter {
  const value = element.getAttribute('Value') ?? '';
  switch (element.nodeName) {
    case 'CrmParameter':
      return { kind: 'known', name: value };
    case 'BoolParameter':
      return { kind: 'value', value: value === 'true' };
    case 'IntParameter':
    case 'DecimalParameter':
      return { kind: 'value', value: Number(value) };
    default:
      return { kind: 'value', value };
  }
}

function elements(parent: Element | null, name: string): Element[] {
  return Array.from(parent?.getElementsByTagName(name) ?? []);
}

function children(parent: Element): Element[] {
  return Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
}
