/** The filters that the pages send, evaluated on rows: eq, ne, ge, le, and, or, not, contains, startswith and parentheses. */
import type { FakeRow } from './fake-web-api';

export function filterOf(text: string): (row: FakeRow) => boolean {
  const tokens = text.match(/'(?:[^']|'')*'|[(),]|[^\s(),']+/g) ?? [];
  let at = 0;
  const take = (): string => tokens[at++] ?? '';

  const any = (): Test => {
    let left = all();
    while (tokens[at] === 'or') {
      at += 1;
      left = either(left, all());
    }
    return left;
  };
  const all = (): Test => {
    let left = one();
    while (tokens[at] === 'and') {
      at += 1;
      left = both(left, one());
    }
    return left;
  };
  const one = (): Test => {
    const first = take();
    if (first === 'not') {
      const inner = one();
      return (row) => !inner(row);
    }
    if (first === '(') {
      const inner = any();
      take();
      return inner;
    }
    if (first === 'contains' || first === 'startswith') {
      take();
      const column = take();
      take();
      const part = asText(valueOf(take()))
        .replaceAll(/\[(.)]/g, '$1')
        .toLowerCase();
      take();
      return (row) => {
        const at = asText(row[column]).toLowerCase().indexOf(part);
        return first === 'contains' ? at >= 0 : at === 0;
      };
    }
    const operator = take();
    const value = valueOf(take());
    return (row) => compare(operator, row[first] ?? null, value);
  };

  const test = any();
  if (at !== tokens.length) throw new Error(`The fake does not understand the filter ${text}.`);
  return test;
}

type Test = (row: FakeRow) => boolean;

const either =
  (a: Test, b: Test): Test =>
  (row) =>
    a(row) || b(row);
const both =
  (a: Test, b: Test): Test =>
  (row) =>
    a(row) && b(row);

function valueOf(token: string): unknown {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'null') return null;
  if (token === 'true' || token === 'false') return token === 'true';
  return /^-?\d+$/.test(token) ? Number(token) : token;
}

function compare(operator: string, left: unknown, right: unknown): boolean {
  switch (operator) {
    case 'eq':
      return left === right;
    case 'ne':
      return left !== right;
    case 'ge':
      return left !== null && asText(left) >= asText(right);
    case 'le':
      return left !== null && asText(left) <= asText(right);
    default:
      throw new Error(`The fake does not know the operator ${operator}.`);
  }
}

export const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));
