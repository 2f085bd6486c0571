/** Parses each XML file of the source once. */

import type { Document } from '@xmldom/xmldom';
import { parseXml } from '../xml';
import { textFile, type Files } from '../source';

export type Documents = (file: string) => Document;

export function readDocuments(files: Files): Documents {
  const parsed = new Map<string, Document>();
  return (file) => {
    const known = parsed.get(file);
    if (known) return known;
    const document = parseXml(textFile(files, file), file);
    parsed.set(file, document);
    return document;
  };
}
