/** Choice columns: the codes that the program speaks and the numbers that Dynamics 365 stores. */

import type { Row } from './row';
import { choices, type Choice } from './schema.generated';

export type ChoiceName = keyof typeof choices;

const codesByNumber = new Map(
  Object.entries(choices).map(([name, options]) => [
    name,
    new Map<unknown, string>(Object.entries(options).map(([code, number]) => [number, code])),
  ]),
);

export function numberOf<N extends ChoiceName>(name: N, code: Choice<N>): number {
  const options: Readonly<Record<string, number>> = choices[name];
  const number = options[String(code)];
  if (number === undefined) throw new TypeError(`${name} has no ${String(code)}.`);
  return number;
}

/** `otherwise` where the column is empty or holds a number that this version does not know. */
export function choice<N extends ChoiceName>(row: Row, column: string, name: N, otherwise: Choice<N>): Choice<N> {
  const code = codesByNumber.get(name)?.get(row[column]);
  return code !== undefined && isCodeOf(name, code) ? code : otherwise;
}

function isCodeOf<N extends ChoiceName>(name: N, code: string): code is Choice<N> & string {
  return code in choices[name];
}
