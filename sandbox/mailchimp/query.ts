/** Query parameters, read as Mailchimp documents them: https://mailchimp.com/developer/marketing/docs/methods-parameters/ */

import { readInstant, type Instant } from './instant';
import { invalid, type Problem } from './problem';

export class Query {
  readonly #parameters: URLSearchParams;

  constructor(parameters: URLSearchParams) {
    this.#parameters = parameters;
  }

  text(name: string): string | undefined {
    return this.#parameters.get(name) ?? undefined;
  }

  word<W extends string>(name: string, allowed: readonly W[]): W | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const word = allowed.find((candidate) => candidate === text);
    if (word === undefined) {
      throw refused(name, `Data presented is not one of the accepted values: ${allowed.join(', ')}.`);
    }
    return word;
  }

  flag(name: string): boolean {
    const word = this.word(name, ['true', 'false', '1', '0']);
    return word === 'true' || word === '1';
  }

  instant(name: string): Instant | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const instant = readInstant(text);
    if (instant === null) throw refused(name, 'Please provide a valid ISO 8601 date.');
    return instant;
  }

  page(): { count: number; offset: number } {
    return { count: this.#whole('count', 10, 1000), offset: this.#whole('offset', 0, Number.MAX_SAFE_INTEGER) };
  }

  #whole(name: string, otherwise: number, most: number): number {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const number = Number(text);
    if (!/^\d+$/.test(text)) throw refused(name, 'Schema describes integer, string found');
    if (number > most) throw refused(name, `The value is more than the maximum of ${most}.`);
    return number;
  }
}

function refused(field: string, message: string): Problem {
  return invalid({ field, message });
}
