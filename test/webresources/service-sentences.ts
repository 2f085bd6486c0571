/**
 * The sentences in a source of the service, as far as they can be read from it. What only a run knows is left open: names,
 * numbers, and sentences from elsewhere.
 */
import { parseSync } from '@swc/core';

export interface SourceSentences {
  sentences: Sentence[];
  /** What may stand in place of what is open, the likely first. */
  fillings: string[];
}

interface Sentence {
  /** One alternative of it, with `open` for what is not known here. */
  text: string;
  /** The same with what may stand before it; one of them is right. */
  ways: string[];
}

export const open = '\u0000';

export function sentencesIn(source: string): SourceSentences {
  const written: string[] = [];
  const constants = new Map<string, Node[]>();
  const program: unknown = parseSync(source, { syntax: 'typescript', target: 'es2022' });
  visit(program, (node) => {
    if (node['type'] !== 'VariableDeclarator' || !isNode(node['id']) || !isNode(node['init'])) return;
    const name = textOf(node['id'], 'value');
    constants.set(name, [...(constants.get(name) ?? []), node['init']]);
  });
  visit(program, (node) => {
    if (isText(node)) written.push(...wordings(node, constants));
  });
  const texts = [...new Set(written.map((text) => text.trim()))];
  const beginnings = texts.filter((text) => /^[\p{Lu}\0].*\0$/u.test(text)).map((text) => text.slice(0, -1));
  const sentences = texts.filter(isSentence).map((text) => ({ text, ways: waysToBegin(text, beginnings) }));
  const words = texts.filter((text) => !text.includes(open));
  return { sentences, fillings: ['7', 'Alex', ...usual, ...words, ...words.map((word) => `7 ${word}`)] };
}

const usual = ['7 people', '1 person', 'contact', 'lead', 'tag', 'interest'];

/** Whole, or open to the end like "Mailchimp refuses this: ..." */
const isSentence = (text: string): boolean => / .*[\p{L}\p{N}")\0]\.$|^\p{Lu}.*: \0$/u.test(text);

/** The end of a sentence may begin elsewhere in the source, or with a number. */
const waysToBegin = (text: string, beginnings: readonly string[]): string[] => [
  ...(/^\p{Ll}/u.test(text) ? [] : [text]),
  ...[open, ...beginnings].map((beginning) => `${beginning.trimEnd()} ${text}`),
];

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = ({ type }: Node): boolean => type === 'StringLiteral' || type === 'TemplateLiteral';

const textOf = (node: Node, name: string): string => {
  const text = node[name];
  return typeof text === 'string' ? text : '';
};

const nodesOf = (node: Node, name: string): Node[] => {
  const nodes = node[name];
  return Array.isArray(nodes) ? nodes.filter(isNode) : [];
};

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const one of value) visit(one, see);
    return;
  }
  if (!isNode(value) || isSilent(value)) return;
  see(value);
  for (const child of Object.values(value)) visit(child, see);
}

/** What is imported, and errors that nobody reads as they are: a fault of the program is told in other words. */
function isSilent({ type, callee, superClass }: Node): boolean {
  if (type === 'ImportDeclaration') return true;
  if (type === 'NewExpression') return isNode(callee) && callee['value'] !== 'ServiceError';
  return type === 'ClassDeclaration' && isNode(superClass) && superClass['value'] === 'Error';
}

function wordings(node: Node, constants: ReadonlyMap<string, Node[]>): string[] {
  switch (node['type']) {
    case 'StringLiteral':
      return [textOf(node, 'value')];
    case 'TemplateLiteral': {
      const quasis = nodesOf(node, 'quasis').map((quasi) => textOf(quasi, 'cooked'));
      return nodesOf(node, 'expressions').reduce(
        (before, expression, at) =>
          before.flatMap((text) =>
            wordings(expression, constants).map((filling) => `${text}${filling}${quasis[at + 1] ?? ''}`),
          ),
        [quasis[0] ?? ''],
      );
    }
    case 'ConditionalExpression':
      return ['consequent', 'alternate'].flatMap((side) => {
        const chosen = node[side];
        return isNode(chosen) ? wordings(chosen, constants) : [open];
      });
    case 'Identifier': {
      const meant = constants.get(textOf(node, 'value')) ?? [];
      const [only] = meant;
      const readable =
        meant.length === 1 && only !== undefined && (isText(only) || only['type'] === 'ConditionalExpression');
      return readable ? wordings(only, constants) : [open];
    }
    default:
      return [open];
  }
}
