/** What a request prefers (`Prefer` header), as far as the Web API knows it. */
export interface Preferences {
  readonly maxPageSize: number | null;
  readonly representation: boolean;
  readonly continueOnError: boolean;
  readonly trackChanges: boolean;
  readonly respondAsync: boolean;
  /** Null when no annotations are asked for. */
  readonly annotations: string | null;
}

export function readPreferences(header: string | undefined): Preferences {
  const parts = split(header ?? '');
  const valueOf = (name: string) => {
    const part = parts.find((part) => part === name || part.startsWith(`${name}=`));
    return part === undefined ? null : part.slice(name.length + 1).replace(/^"|"$/g, '');
  };
  const pageSize = valueOf('odata.maxpagesize');
  return {
    maxPageSize: pageSize === null ? null : Number(pageSize),
    representation: valueOf('return') === 'representation',
    continueOnError: valueOf('odata.continue-on-error') !== null,
    trackChanges: valueOf('odata.track-changes') !== null,
    respondAsync: valueOf('respond-async') !== null,
    annotations: valueOf('odata.include-annotations'),
  };
}

/** At commas (or semicolons) outside quotes. */
function split(header: string): string[] {
  return (header.match(/(?:[^,;"]|"[^"]*")+/g) ?? []).map((part) => part.trim()).filter((part) => part !== '');
}

export function wantsAnnotation(preferences: Preferences, name: string): boolean {
  return (preferences.annotations ?? '').split(',').some((wanted) => {
    const pattern = wanted.trim();
    return pattern === '*' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1)));
  });
}
