/** What was asked for beside the mode, as the row keeps it. */
export interface RunWish {
  approve: string | null;
  undo: string | null;
  cancel: string | null;
  preview: boolean;
}

export function wishOf(json: string | null): RunWish {
  const wish = objectIn(json);
  const id = (name: string): string | null => {
    const value = wish[name];
    return typeof value === 'string' ? value : null;
  };
  return { approve: id('approve'), undo: id('undo'), cancel: id('cancel'), preview: wish['preview'] === true };
}

export const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

export function objectIn(json: string | null): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(json ?? '{}'));
  } catch {
    return {};
  }
}
