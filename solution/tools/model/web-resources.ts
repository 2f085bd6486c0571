/** Declared web resources. */

import { bareGuid, rootOf, textOf } from '../xml';
import { filesIn, type Files } from '../source';
import type { Documents } from './documents';

export interface WebResource {
  file: string;
  id: string;
  /** mcs_/sync/app.js */
  name: string;
  type: number;
  /** Name of its content in the zip. */
  fileName: string;
}

export function readWebResources(files: Files, documents: Documents): WebResource[] {
  return filesIn(files, 'WebResources', '.data.xml').map((file) => {
    const root = rootOf(documents(file), file);
    return {
      file,
      id: bareGuid(textOf(root, 'WebResourceId')),
      name: textOf(root, 'Name'),
      type: Number(textOf(root, 'WebResourceType')),
      fileName: textOf(root, 'FileName'),
    };
  });
}
