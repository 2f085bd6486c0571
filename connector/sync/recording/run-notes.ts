/** The files of a run: its changes as CSV for people, and the state before it as compressed JSON lines for an undo. */

import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

import type { Crm, MarketingList } from '../../dataverse/port';
import type { Documents } from '../../storage/port';
import { beforeImageShape, type BeforeImage } from './before-image';
import { heldLines, type ChangeLine } from './change-lines';
import { changesCsv } from './changes-csv';
import { heldOf } from '../guard/held';
import { recordedChanges, recordedImages } from './record-changes';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/**
 * An environment accepts 5 MB in a note unless it says otherwise, counted in base64.
 * https://learn.microsoft.com/power-apps/developer/data-platform/attachment-annotation-files
 */
const mostBytes = 3_500_000;

/** Nothing where nothing was changed: an hourly run that found nothing to do leaves no files behind. */
export async function writeRunNotes(
  { crm, documents }: { crm: Crm; documents: Documents },
  run: { id: string; chunks: number; preview: boolean; list: MarketingList | null },
): Promise<void> {
  const held = await heldOf(documents, run.id);
  const lines = [...(await recordedChanges(documents, run.id, run.chunks)), ...held.flatMap(heldLines)];
  const csv = { name: run.preview ? 'what-would-happen' : 'changes', ending: 'csv', mimetype: 'text/csv' };
  const what = run.preview ? 'What would happen' : 'What this run changed';
  // Whoever owns the list may see who is on it, and decides about what waits.
  await addParts(crm, run, `${what}, one line per change`, csv, await inParts<ChangeLine>(lines, changesCsv));
  if (run.preview) return;
  const images = await recordedImages(documents, run.id, run.chunks);
  const gz = { name: imagesName, ending: 'jsonl.gz', mimetype: 'application/gzip' };
  await addParts(
    crm,
    { id: run.id, list: null },
    'What was before this run, for an undo',
    gz,
    await inParts(images, asCompressedLines),
  );
}

/** What a run changed, as its notes say; none where it changed nothing. */
export async function readImages(crm: Crm, runId: string): Promise<BeforeImage[]> {
  const notes = (await crm.notes(runId)).filter(({ filename }) => filename.startsWith(imagesName));
  const images: BeforeImage[] = [];
  for (const { id } of notes) {
    const text = (await expand(await crm.noteBody(id))).toString('utf8');
    for (const line of text.split('\n')) if (line !== '') images.push(beforeImageShape.parse(JSON.parse(line)));
  }
  return images;
}

const imagesName = 'before-images';

async function addParts(
  crm: Crm,
  { id, list }: { id: string; list: MarketingList | null },
  subject: string,
  file: { name: string; ending: string; mimetype: string },
  parts: Buffer[],
): Promise<void> {
  for (const [index, body] of parts.entries()) {
    const part = parts.length === 1 ? '' : `-${String(index + 1).padStart(2, '0')}-of-${parts.length}`;
    const filename = `${file.name}${part}.${file.ending}`;
    await crm.addNote(id, { subject, filename, mimetype: file.mimetype, body, owner: list });
  }
}

async function inParts<T>(
  items: readonly T[],
  write: (items: readonly T[]) => Buffer | Promise<Buffer>,
): Promise<Buffer[]> {
  if (items.length === 0) return [];
  const body = await write(items);
  if (body.length <= mostBytes || items.length === 1) return [body];
  const half = Math.ceil(items.length / 2);
  return [...(await inParts(items.slice(0, half), write)), ...(await inParts(items.slice(half), write))];
}

const asCompressedLines = (images: readonly BeforeImage[]): Promise<Buffer> =>
  compress(images.map((image) => `${JSON.stringify(image)}\n`).join(''));
