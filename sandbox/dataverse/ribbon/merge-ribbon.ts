/**
 * A table's ribbon with the customisations of solutions in it, as the service compiles it: buttons stand where their custom
 * action says, commands and rules beside the platform's own. An action at a place that the table does not have shows nowhere.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/customize-commands-ribbon
 */
import type { Element } from '@xmldom/xmldom';
import { XMLSerializer } from '@xmldom/xmldom';
import { at, attribute, children, parseXml } from '../solution/xml';

export function mergeRibbon(standard: string, diffs: readonly string[]): string {
  const root = parseXml(standard);
  for (const diff of diffs) merge(root, parseXml(diff));
  return new XMLSerializer().serializeToString(root);
}

function merge(root: Element, diff: Element): void {
  const ribbon = at(root, 'RibbonDefinition');
  for (const action of children(at(diff, 'CustomActions'))) {
    if (action.nodeName === 'CustomAction') place(root, action);
    else if (action.nodeName === 'HideCustomAction') hide(root, attribute(action, 'Location') ?? '');
  }
  append(at(ribbon, 'CommandDefinitions'), at(diff, 'CommandDefinitions'));
  for (const kind of ['DisplayRules', 'EnableRules'])
    append(at(ribbon, 'RuleDefinitions', kind), at(diff, 'RuleDefinitions', kind));
  append(at(ribbon, 'LocLabels'), at(diff, 'LocLabels'));
}

function place(root: Element, action: Element): void {
  const [, parent] = /^(.+)\._children$/.exec(attribute(action, 'Location') ?? '') ?? [];
  const controls = Array.from(root.getElementsByTagName('Controls')).find(
    (element) => parent !== undefined && element.getAttribute('Id') === parent,
  );
  if (controls === undefined) return;
  for (const control of children(at(action, 'CommandUIDefinition'))) {
    if (control.getAttribute('Sequence') === null)
      control.setAttribute('Sequence', attribute(action, 'Sequence') ?? '1000');
    adopt(controls, control);
  }
  const inOrder = children(controls).sort((one, other) => sequence(one) - sequence(other));
  for (const control of inOrder) controls.appendChild(control);
}

function hide(root: Element, id: string): void {
  for (const element of Array.from(root.getElementsByTagName('Button'))) {
    if (element.getAttribute('Id') === id) element.parentNode?.removeChild(element);
  }
}

/** A definition of the same name takes the place of the one before. */
function append(target: Element | undefined, source: Element | undefined): void {
  if (target === undefined) return;
  for (const child of children(source)) {
    const before = children(target).find((known) => known.getAttribute('Id') === child.getAttribute('Id'));
    if (before !== undefined) target.removeChild(before);
    adopt(target, child);
  }
}

function adopt(target: Element, child: Element): void {
  const own = target.ownerDocument?.importNode(child, true);
  if (own) target.appendChild(own);
}

const sequence = (element: Element): number => Number(element.getAttribute('Sequence') ?? '1000');
