/** What the solution adds to the command bars of tables. */

import type { Element } from '@xmldom/xmldom';
import { attribute, child, children, descendants, rootOf } from '../xml';
import { filesIn, type Files } from '../source';
import type { Documents } from './documents';

export interface Ribbon {
  file: string;
  /** Table whose folder holds it. */
  table: string;
  buttons: RibbonButton[];
  commands: RibbonCommand[];
  /** Ids of the rules that are defined here. */
  rules: string[];
  /** Scripts that commands and rules call. */
  calls: { by: string; library: string; function: string }[];
  /** Tables that rules ask a privilege of. */
  privilegesOf: { by: string; table: string }[];
  labels: { id: string; titles: string[] }[];
}

export interface RibbonButton {
  id: string;
  /** Id of the CustomAction around it. */
  action: string;
  location: string;
  command: string;
  image: string;
  /** Every attribute that refers to a label by `$LocLabels:`, and texts that do not. */
  texts: string[];
}

export interface RibbonCommand {
  id: string;
  rules: string[];
}

export function readRibbons(files: Files, documents: Documents): Ribbon[] {
  return filesIn(files, 'Entities')
    .filter((file) => file.endsWith('/RibbonDiff.xml'))
    .map((file) => readRibbon(file, rootOf(documents(file), file)));
}

function readRibbon(file: string, root: Element): Ribbon {
  const named = (section: string, item: string) =>
    descendants(root, section).flatMap((part) =>
      children(part, item).map((element) => ({ element, id: idOf(element) })),
    );
  const commands = named('CommandDefinitions', 'CommandDefinition');
  const rules = [
    ...descendants(child(root, 'RuleDefinitions') ?? root, 'DisplayRule'),
    ...descendants(child(root, 'RuleDefinitions') ?? root, 'EnableRule'),
  ].map((element) => ({ element, id: idOf(element) }));
  return {
    file,
    table: (file.split('/')[1] ?? '').toLowerCase(),
    buttons: named('CustomActions', 'CustomAction').flatMap(({ element, id }) =>
      descendants(element, 'Button').map((button) => ({
        id: idOf(button),
        action: id,
        location: attribute(element, 'Location'),
        command: attribute(button, 'Command'),
        image: attribute(button, 'ModernImage'),
        texts: ['LabelText', 'Alt', 'ToolTipTitle', 'ToolTipDescription'].map((name) => attribute(button, name)),
      })),
    ),
    commands: commands.map(({ element, id }) => ({
      id,
      rules: [...descendants(element, 'EnableRule'), ...descendants(element, 'DisplayRule')].map(idOf),
    })),
    rules: rules.map(({ id }) => id),
    calls: [...commands, ...rules].flatMap(({ element, id }) =>
      [...descendants(element, 'JavaScriptFunction'), ...descendants(element, 'CustomRule')].map((call) => ({
        by: id,
        library: attribute(call, 'Library'),
        function: attribute(call, 'FunctionName'),
      })),
    ),
    privilegesOf: rules.flatMap(({ element, id }) =>
      descendants(element, 'EntityPrivilegeRule').map((rule) => ({
        by: id,
        table: attribute(rule, 'EntityName').toLowerCase(),
      })),
    ),
    labels: named('LocLabels', 'LocLabel').map(({ element, id }) => ({
      id,
      titles: descendants(element, 'Title').map((title) => attribute(title, 'description')),
    })),
  };
}

const idOf = (element: Element): string => attribute(element, 'Id');
