import { DataverseError, invalidArgument } from '../errors';
import type { Value } from '../store/row';
import { isReference } from '../store/row';
import type { Actor } from './actor';
import type { TableRules } from './table-rules';

function file(actor: Actor, values: Readonly<Record<string, Value>>): Record<string, Value> {
  const body = values['documentbody'];
  const about = values['objectid'];
  if (typeof body === 'string') checkFile(actor, body);
  return {
    filesize: typeof body === 'string' ? Buffer.byteLength(body, 'base64') : 0,
    objecttypecode: isReference(about) ? about.table : 'none',
  };
}

/** The limit counts the file as it is sent, in base64. https://learn.microsoft.com/power-apps/developer/data-platform/attachment-annotation-files */
function checkFile(actor: Actor, body: string): void {
  if (body.length > actor.env.switches.maxUploadFileSize) {
    throw new DataverseError(400, '0x80044a02', 'Attachment file size is too big.');
  }
  if (body.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(body)) {
    throw invalidArgument('The value of documentbody is not a Base64 string.');
  }
}

/** A note knows the size of its file and the table it belongs to. */
export const annotationRules: TableRules = {
  creating: file,
  updating: file,
};
