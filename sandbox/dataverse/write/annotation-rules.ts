import type { Value } from '../store/row';
import { isReference } from '../store/row';
import type { TableRules } from './table-rules';

function file(values: Readonly<Record<string, Value>>): Record<string, Value> {
  const body = values['documentbody'];
  const about = values['objectid'];
  return {
    filesize: typeof body === 'string' ? Buffer.byteLength(body, 'base64') : 0,
    objecttypecode: isReference(about) ? about.table : 'none',
  };
}

/** A note knows the size of its file and the table it belongs to. */
export const annotationRules: TableRules = {
  creating: (_actor, values) => file(values),
  updating: (_actor, values) => file(values),
};
