/**
 * Files on a run: notes with an attachment. A note's id follows from its run and its file name, so that one that is written
 * again after a crash meets itself. https://learn.microsoft.com/power-apps/developer/data-platform/attachment-annotation-files
 */

import { createHash } from 'node:crypto';
import type { DataverseContext } from './context';
import { codes, DataverseRefusal, isForOwnerWhoMayNotRead } from './errors';
import type { NewNote, RunNote } from './port';
import { readAll, readOne } from './query';
import { int, requiredDate, requiredId, text } from './row';
import { ownerBind } from './standard-tables';

const collection = 'annotations';

export async function addNote({ client }: DataverseContext, runId: string, note: NewNote): Promise<void> {
  const data = {
    annotationid: idOf(runId, note.filename),
    subject: note.subject,
    filename: note.filename,
    mimetype: note.mimetype,
    isdocument: true,
    documentbody: note.body.toString('base64'),
    'objectid_mcs_syncrun@odata.bind': `/mcs_syncruns(${runId})`,
  };
  const create = async (owner: Record<string, string>): Promise<void> => {
    try {
      await client.call((api) => api.create({ collection, data: { ...data, ...owner } }), { repeatable: true });
    } catch (error) {
      if (error instanceof DataverseRefusal && error.refusalCode === codes.duplicateId) return;
      throw error;
    }
  };
  if (!note.owner) return create({});
  try {
    await create(ownerBind(note.owner));
  } catch (error) {
    if (!isForOwnerWhoMayNotRead(error, 'Note')) throw error;
    // Who holds no role that reads notes cannot own any: the service keeps it.
    await create({});
  }
}

/**
 * Bytes that the file of a note may have here: the environment counts them in base64, and each may set its own limit.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/organization#BKMK_MaxUploadFileSize
 */
export async function readNoteLimit({ client }: DataverseContext): Promise<number> {
  const [organization] = await readAll(client, { collection: 'organizations', select: ['maxuploadfilesize'] });
  return Math.floor(((organization && int(organization, 'maxuploadfilesize')) ?? usualLimit) / 4) * 3;
}

const usualLimit = 5 * 1024 * 1024;

/** Without their files, by file name. What somebody else put there, or edited, is none of the run's words: an undo would do what it says. */
export async function readNotes({ client }: DataverseContext, runId: string, me: string): Promise<RunNote[]> {
  const rows = await readAll(client, {
    collection,
    select: ['annotationid', 'subject', 'filename', 'mimetype', 'filesize', 'createdon'],
    filter: `_objectid_value eq ${runId} and _createdby_value eq ${me} and _modifiedby_value eq ${me}`,
  });
  const notes = rows.map((row) => ({
    id: requiredId(row, 'annotationid'),
    subject: text(row, 'subject') ?? '',
    filename: text(row, 'filename') ?? '',
    mimetype: text(row, 'mimetype') ?? '',
    size: int(row, 'filesize') ?? 0,
    createdOn: requiredDate(row, 'createdon'),
  }));
  return notes.toSorted((one, other) => (one.filename < other.filename ? -1 : 1));
}

export async function readNoteBody({ client }: DataverseContext, id: string): Promise<Buffer> {
  const row = await readOne(client, { collection, id, select: ['documentbody'] });
  return Buffer.from((row && text(row, 'documentbody')) ?? '', 'base64');
}

function idOf(runId: string, filename: string): string {
  const hash = createHash('sha256').update(`${runId} ${filename}`).digest('hex');
  // A UUID of version 8 (custom): https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
