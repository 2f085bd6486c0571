/** The notes on a record and the files attached to them. */
import { displayOf, textOf, type WebApi } from './web-api';

export interface Note {
  id: string;
  subject: string;
  text: string;
  by: string;
  /** As the Web API tells it. */
  at: string;
  file: { name: string; size: number } | null;
}

/** Newest first. */
export async function readNotes(api: WebApi, recordId: string): Promise<Note[]> {
  const rows = await api.rows(
    `annotations?$select=annotationid,subject,notetext,filename,filesize,createdon,_createdby_value&$filter=_objectid_value eq ${recordId}&$orderby=createdon desc`,
  );
  return rows.map((row) => ({
    id: textOf(row['annotationid']),
    subject: textOf(row['subject']),
    text: textOf(row['notetext']),
    by: displayOf(row, 'createdby'),
    at: textOf(row['createdon']),
    file: row['filename'] ? { name: textOf(row['filename']), size: Number(row['filesize'] ?? 0) } : null,
  }));
}

export interface NoteFile {
  name: string;
  content: Buffer;
}

export async function readNoteFile(api: WebApi, noteId: string): Promise<NoteFile> {
  const row = await api.get(`annotations(${encodeURIComponent(noteId)})?$select=filename,documentbody`);
  return { name: textOf(row['filename']), content: Buffer.from(textOf(row['documentbody']), 'base64') };
}
