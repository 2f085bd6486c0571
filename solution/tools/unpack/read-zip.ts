/** The files of a solution zip that may come from anywhere: what could do harm, or is no solution, is refused in a sentence. */

import { unzipSync } from 'fflate';
import { byPath, type Files } from '../source';

export interface ZipLimits {
  /** Bytes of the zip, and of all that is inside. */
  packed: number;
  unpacked: number;
}

/** Dynamics 365 takes no file above 95 MB. https://learn.microsoft.com/power-platform/alm/solution-concepts-alm */
const usualLimits: ZipLimits = { packed: 95 * 1024 * 1024, unpacked: 512 * 1024 * 1024 };

export function readZip(zip: Uint8Array, limits = usualLimits): Files {
  if (zip.length > limits.packed) {
    throw new Error(`The zip is too large: it has ${zip.length} bytes, and a solution has at most ${limits.packed}.`);
  }
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        bytes += originalSize;
        if (bytes > limits.unpacked) throw new TooLarge();
        return !name.endsWith('/');
      },
    });
  } catch (error) {
    if (error instanceof TooLarge) {
      throw new Error(`The zip is too large: more than ${limits.unpacked} bytes are inside.`, { cause: error });
    }
    throw new Error('The file is not a zip, or it is damaged.', { cause: error });
  }
  for (const name of Object.keys(entries).sort(byPath)) {
    requireInside(name);
    files.set(name, entries[name]!);
  }
  for (const needed of ['solution.xml', 'customizations.xml']) {
    if (!files.has(needed)) throw new Error(`The zip is not a solution: there is no ${needed} in it.`);
  }
  return files;
}

/** Refuses a path that would leave the folder it is written to, on any system. */
export function requireInside(path: string): void {
  const parts = path.split('/');
  const harmless = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\:\p{Cc}]/u.test(part));
  if (!harmless) throw new Error(`The zip is refused: its entry "${path}" would be written outside the folder.`);
}

class TooLarge extends Error {}
