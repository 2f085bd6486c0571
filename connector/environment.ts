/** Reads settings from an environment and collects, in sentences, everything that is wrong with them. */

import { z } from 'zod';

export type Env = Readonly<Record<string, string | undefined>>;

export class Environment {
  readonly sentences: string[] = [];
  private readonly values: Record<string, string | undefined>;

  constructor(env: Env) {
    this.values = z.record(z.string(), z.string().trim().optional()).parse({ ...env });
  }

  /** The value without surrounding blanks; undefined when absent, empty or unusable (which is then said). */
  text(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined || value === '') return undefined;
    // https://learn.microsoft.com/azure/app-service/app-service-key-vault-references: an unresolved reference arrives as it stands.
    if (value.startsWith('@Microsoft.KeyVault(')) {
      this.wrong(
        `${name} is a Key Vault reference that Azure could not resolve: give the function app's identity the role Key Vault Secrets User on the vault and check the secret's address.`,
      );
      return undefined;
    }
    return value;
  }

  /** Like `text`, and says what to do when there is none. */
  required(name: string, whatToDo: string): string | undefined {
    const before = this.sentences.length;
    const value = this.text(name);
    if (value === undefined && this.sentences.length === before) this.wrong(`${name} is missing: ${whatToDo}`);
    return value;
  }

  /** The origin of an http or https address that has nothing behind the host (or one of `paths`). */
  origin(name: string, value: string, paths: readonly string[] = []): string | undefined {
    const parsed = z.url({ protocol: /^https?$/ }).safeParse(value);
    if (!parsed.success) {
      this.wrong(`${name} is not a web address: it must begin with https:// or http://.`);
      return undefined;
    }
    const url = new URL(parsed.data);
    const path = url.pathname.replace(/\/+$/, '');
    if ((path !== '' && !paths.includes(path)) || url.search !== '' || url.hash !== '' || url.username !== '') {
      this.wrong(`${name} must name the host alone, like ${url.origin}: take away what follows it.`);
      return undefined;
    }
    return url.origin;
  }

  wrong(sentence: string): void {
    this.sentences.push(sentence);
  }

  /** Names of the settings that begin so, in order of the alphabet. */
  namesWith(prefix: string): string[] {
    return Object.keys(this.values)
      .filter((name) => name.startsWith(prefix))
      .sort();
  }
}

export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname;
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
