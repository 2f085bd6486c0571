/** The packed solution: the file that is imported, and the choices that it brings. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { strFromU8, unzipSync } from 'fflate';
import { projectFolder } from './project-folder';

export interface ChoiceOption {
  value: number;
  label: string;
  /** The option's description; the label where it has none. */
  sentence: string;
}

/** Choice name -> code of the option (its external value) -> option. */
export type Choices = ReadonlyMap<string, ReadonlyMap<string, ChoiceOption>>;

export interface SolutionFile {
  content: Buffer;
  choices: Choices;
}

/** Throws an Error with one sentence when nothing has been packed yet. */
export function readSolutionFile(folder: string = join(projectFolder, 'dist', 'solution')): SolutionFile {
  const [file] = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith('.zip') && !name.endsWith('_managed.zip'))
    .sort()
    .reverse();
  if (file === undefined) throw new Error(`There is no packed solution in ${folder}: run "npm run build" first.`);
  const content = readFileSync(join(folder, file));
  const customizations = unzipSync(content)['customizations.xml'];
  if (!customizations) throw new Error(`${file} is not a solution: it holds no customizations.xml.`);
  return { content, choices: readChoices(strFromU8(customizations)) };
}

/** The number that stands for a code. Throws when the solution does not know it. */
export function choiceValue(choices: Choices, choice: string, code: string): number {
  const option = choices.get(choice)?.get(code);
  if (!option) throw new Error(`The solution knows no option "${code}" of ${choice}.`);
  return option.value;
}

export function optionOf(
  choices: Choices,
  choice: string,
  value: unknown,
): (ChoiceOption & { code: string }) | undefined {
  for (const [code, option] of choices.get(choice) ?? []) if (option.value === value) return { code, ...option };
  return undefined;
}

function readChoices(xml: string): Choices {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const choices = new Map<string, Map<string, ChoiceOption>>();
  for (const set of elements(document.documentElement, 'optionset')) {
    const options = new Map<string, ChoiceOption>();
    for (const option of elements(set, 'option')) {
      const value = Number(option.getAttribute('value'));
      const label = textOf(option, 'label');
      const sentence = textOf(option, 'Description') || label;
      options.set(option.getAttribute('ExternalValue') || String(value), { value, label, sentence });
    }
    choices.set(set.getAttribute('Name') ?? '', options);
  }
  return choices;
}

function textOf(option: Element, tag: string): string {
  return elements(option, tag)[0]?.getAttribute('description') ?? '';
}

function elements(parent: Element | null, tag: string): Element[] {
  return parent ? [...parent.getElementsByTagName(tag)] : [];
}
