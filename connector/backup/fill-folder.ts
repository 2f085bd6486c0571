/** A folder that is there whole or not at all: it is filled under another name beside its own and renamed at the end. */

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { ServiceError } from '../service-error';

export async function fillFolder<T>(folder: string, fill: (unfinished: string) => Promise<T>): Promise<T> {
  const wanted = resolve(folder);
  const stands = await refuseUsed(wanted, folder);
  const unfinished = `${wanted}.unfinished-${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(dirname(wanted), { recursive: true });
    await mkdir(unfinished, { mode: 0o700 });
  } catch (cause) {
    throw cannotWrite(folder, cause);
  }
  try {
    const filled = await fill(unfinished);
    // An empty folder gives way; where somebody filled it meanwhile, this refuses.
    if (stands) await rmdir(wanted);
    await rename(unfinished, wanted);
    return filled;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw isSystemError(error) ? cannotWrite(folder, error) : error;
  }
}

/** Whether the folder is there, and empty. */
async function refuseUsed(wanted: string, folder: string): Promise<boolean> {
  const found = await stat(wanted).catch((error: unknown) => {
    if (isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw cannotWrite(folder, error);
  });
  if (found === null) return false;
  if (!found.isDirectory()) {
    throw new ServiceError('misconfigured', `${folder} is a file: name a folder that does not exist yet.`);
  }
  if ((await readdir(wanted)).length > 0) {
    throw new ServiceError(
      'misconfigured',
      `The folder ${folder} holds files already: name one that is empty or does not exist yet.`,
    );
  }
  return true;
}

function cannotWrite(folder: string, cause: unknown): ServiceError {
  const code = isSystemError(cause) ? ` (${cause.code})` : '';
  return new ServiceError(
    'misconfigured',
    `The folder ${folder} cannot be written${code}: check its name, your rights and the space that is left.`,
    { cause },
  );
}

/** Of the file system; what is said over the network ends as a `ServiceError`. */
function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}
