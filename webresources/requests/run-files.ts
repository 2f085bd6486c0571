/** The files that a run leaves: notes on its row. */
import { numberOf, textOf, type WebApi } from '../web-api';

export interface RunFile {
  id: string;
  name: string;
  mimeType: string;
  bytes: number;
}

/** Notes may be closed to somebody who may read the run. */
export async function readFiles(api: WebApi, runId: string): Promise<RunFile[]> {
  try {
    const rows = await api.retrieveMultiple('annotations', {
      select: ['annotationid', 'filename', 'mimetype', 'filesize'],
      filter: `_objectid_value eq ${runId}`,
      orderBy: 'filename asc',
    });
    return rows.map((row) => ({
      id: textOf(row, 'annotationid') ?? '',
      name: textOf(row, 'filename') ?? '',
      mimeType: textOf(row, 'mimetype') ?? 'application/octet-stream',
      bytes: numberOf(row, 'filesize') ?? 0,
    }));
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 403) return [];
    throw error;
  }
}

export async function readFile(api: WebApi, fileId: string): Promise<Uint8Array<ArrayBuffer>> {
  const row = await api.retrieve('annotations', fileId, { select: ['documentbody'] });
  const text = atob(textOf(row, 'documentbody') ?? '');
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

/** The changes of the run, the newest file first. */
export const changeFiles = (files: readonly RunFile[]): RunFile[] =>
  files.filter(({ name }) => /^(changes|what-would-happen).*\.csv$/.test(name)).reverse();

export const hasImages = (files: readonly RunFile[]): boolean =>
  files.some(({ name }) => name.startsWith('before-images'));

export const backupFile = (files: readonly RunFile[]): RunFile | null =>
  files.find(({ name }) => name.startsWith('backup')) ?? null;
