import { badQuery, notImplemented } from '../errors';
import type { Token } from './filter-tokens';
import { readArray, readTokens, unquote } from './filter-tokens';

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

export type Literal =
  | { type: 'text' | 'guid' | 'datetime' | 'date'; value: string }
  | { type: 'number'; value: number; whole: boolean }
  | { type: 'boolean'; value: boolean }
  | { type: 'null'; value: null };

export type Filter =
  | { kind: 'and' | 'or'; parts: Filter[] }
  | { kind: 'not'; part: Filter }
  | { kind: 'compare'; operator: Comparison; path: string[]; literal: Literal }
  | { kind: 'like'; operator: 'contains' | 'startswith' | 'endswith'; path: string[]; value: string }
  | { kind: 'in'; property: string; values: string[] }
  | {
      kind: 'lambda';
      quantifier: 'any' | 'all';
      navigation: string;
      variable: string | null;
      condition: Filter | null;
    };

const comparisons: readonly Comparison[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];

/** FetchXML's limit; the same engine serves OData. https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/condition */
const mostConditions = 500;

/** Reads a `$filter`; aliases are the query's `@name=value` parameters. */
export function parseFilter(filter: string, aliases: ReadonlyMap<string, string>): Filter {
  return new Parser(readTokens(filter), aliases, filter).whole();
}

class Parser {
  private at = 0;
  private conditions = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly aliases: ReadonlyMap<string, string>,
    private readonly source: string,
  ) {}

  whole(): Filter {
    const filter = this.or();
    if (this.at < this.tokens.length) throw this.error();
    return filter;
  }

  private or(): Filter {
    return this.chain('or', () => this.chain('and', () => this.unary()));
  }

  private chain(kind: 'and' | 'or', next: () => Filter): Filter {
    const first = next();
    const parts = [first];
    while (this.takeWord(kind)) parts.push(next());
    return parts.length === 1 ? first : { kind, parts };
  }

  private unary(): Filter {
    if (this.takeWord('not')) return { kind: 'not', part: this.unary() };
    if (this.takeSign('(')) {
      const inner = this.or();
      this.expectSign(')');
      return inner;
    }
    return this.condition();
  }

  private condition(): Filter {
    if (++this.conditions > mostConditions) {
      throw badQuery(`Number of conditions in query exceeded maximum limit of ${mostConditions}.`);
    }
    const name = this.expectWord();
    if (this.takeSign('(')) return this.call(name);
    const path = [name];
    while (this.takeSign('/')) {
      const next = this.expectWord();
      if ((next === 'any' || next === 'all') && this.takeSign('(')) return this.lambda(next, path);
      path.push(next);
    }
    const word = this.expectWord();
    const operator = comparisons.find((known) => known === word);
    if (operator === undefined) throw this.error();
    return { kind: 'compare', operator, path, literal: this.literal() };
  }

  private call(name: string): Filter {
    if (name === 'contains' || name === 'startswith' || name === 'endswith') {
      const path = this.path();
      this.expectSign(',');
      const literal = this.literal();
      this.expectSign(')');
      if (literal.type !== 'text')
        throw badQuery(`No function signature for the function with name '${name}' matches the specified arguments.`);
      return { kind: 'like', operator: name, path, value: literal.value };
    }
    if (name === 'Microsoft.Dynamics.CRM.In') return this.inList();
    throw notImplemented(`the query function '${name}'`);
  }

  private inList(): Filter {
    let property: string | null = null;
    let values: string[] | null = null;
    do {
      const parameter = this.expectWord();
      this.expectSign('=');
      const token = this.resolved();
      if (parameter === 'PropertyName' && token.kind === 'text') property = token.value;
      else if (parameter === 'PropertyValues' && token.kind === 'array') values = token.value;
      else throw badQuery(`The parameter '${parameter}' of Microsoft.Dynamics.CRM.In is not understood.`);
    } while (this.takeSign(','));
    this.expectSign(')');
    if (property === null || values === null)
      throw badQuery('Microsoft.Dynamics.CRM.In needs PropertyName and PropertyValues.');
    return { kind: 'in', property, values };
  }

  private lambda(quantifier: 'any' | 'all', path: string[]): Filter {
    const [navigation, ...rest] = path;
    if (navigation === undefined || rest.length > 0) throw notImplemented('lambda operators behind another navigation');
    if (this.takeSign(')')) return { kind: 'lambda', quantifier, navigation, variable: null, condition: null };
    const variable = this.expectWord();
    this.expectSign(':');
    const condition = this.or();
    this.expectSign(')');
    return { kind: 'lambda', quantifier, navigation, variable, condition };
  }

  private path(): string[] {
    const path = [this.expectWord()];
    while (this.takeSign('/')) path.push(this.expectWord());
    return path;
  }

  private literal(): Literal {
    const token = this.resolved();
    switch (token.kind) {
      case 'text':
      case 'guid':
      case 'datetime':
      case 'date':
        return { type: token.kind, value: token.value };
      case 'number':
        return { type: 'number', value: token.value, whole: token.whole };
      case 'word':
        if (token.value === 'null') return { type: 'null', value: null };
        if (token.value === 'true' || token.value === 'false')
          return { type: 'boolean', value: token.value === 'true' };
        throw notImplemented(`the comparison with '${token.value}' on the right side of a filter`);
      case 'alias':
      case 'array':
      case 'sign':
        throw this.error();
    }
  }

  /** The next token, an alias replaced by what it stands for. */
  private resolved(): Token {
    const token = this.tokens[this.at++];
    if (token === undefined) throw this.error();
    if (token.kind !== 'alias') return token;
    const value = this.aliases.get(token.value)?.trim();
    if (value === undefined) return { kind: 'word', value: 'null' };
    if (value.startsWith('[')) return { kind: 'array', value: readArray(value) };
    if (value.startsWith("'") && value.endsWith("'")) return { kind: 'text', value: unquote(value) };
    const [only, more] = readTokens(value);
    if (only === undefined || more !== undefined) throw this.error();
    return only;
  }

  private takeWord(word: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'word' || token.value !== word) return false;
    this.at++;
    return true;
  }

  private takeSign(sign: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'sign' || token.value !== sign) return false;
    this.at++;
    return true;
  }

  private expectWord(): string {
    const token = this.tokens[this.at++];
    if (token?.kind !== 'word') throw this.error();
    return token.value;
  }

  private expectSign(sign: string): void {
    if (!this.takeSign(sign)) throw this.error();
  }

  private error(): Error {
    return badQuery(`Syntax error in '${this.source.slice(0, 500)}'.`);
  }
}
