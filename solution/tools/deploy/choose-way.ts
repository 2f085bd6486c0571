/** What has to be done about the solution itself, given what is installed. Pure. */

export interface Installed {
  version: string;
  managed: boolean;
}

export type Way =
  { kind: 'install' } | { kind: 'upgrade'; from: string } | { kind: 'nothing' } | { kind: 'refuse'; sentence: string };

export interface Choice {
  installed: Installed | null;
  offered: Installed;
  /** Import the same version once more. */
  again: boolean;
}

export function chooseWay({ installed, offered, again }: Choice): Way {
  if (!installed) return { kind: 'install' };
  if (installed.managed !== offered.managed) {
    const [there, option] = installed.managed ? ['managed', '--managed'] : ['unmanaged', '--unmanaged'];
    return {
      kind: 'refuse',
      sentence: `The installed solution is ${there} and this package is not: deploy with ${option}, or uninstall first.`,
    };
  }
  const order = compareVersions(installed.version, offered.version);
  if (order > 0) {
    return {
      kind: 'refuse',
      sentence: `Version ${installed.version} is installed, which is newer than ${offered.version}: deploy that one or a newer one. Nothing was changed.`,
    };
  }
  if (order < 0 || again) return { kind: 'upgrade', from: installed.version };
  return { kind: 'nothing' };
}

/** Below zero: the first is older. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left.split('.').map(Number), right.split('.').map(Number)];
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
