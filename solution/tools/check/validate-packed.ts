/**
 * Validates a packed customizations.xml against Microsoft's schemas, which are not part of this repository:
 * https://learn.microsoft.com/power-apps/developer/data-platform/customization-solutions-file-schema
 * As downloaded they hold .NET patterns that libxml2 does not compile; the folder must hold the adapted ones.
 */

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { validateXML } from 'xmllint-wasm';

const mainSchema = 'CustomizationsSolution.xsd';

/** The folder that was asked for, or the one that lies beside a developer's checkout; undefined when there is none. */
export function findSchemas(root: string, asked: string | undefined): string | undefined {
  const folder = asked ?? join(root, '..', 'shared', 'contract', 'dataverse-xsd');
  if (existsSync(join(folder, mainSchema))) return folder;
  if (asked !== undefined) throw new Error(`There is no ${mainSchema} in ${asked}`);
  return undefined;
}

/** One line per error, none when the zip's customizations.xml is valid. */
export async function validatePacked(zip: Uint8Array, schemas: string): Promise<string[]> {
  const packed = unzipSync(zip)['customizations.xml'];
  if (!packed) return ['customizations.xml is missing from the zip'];
  return validateCustomizations(strFromU8(packed), schemas);
}

export async function validateCustomizations(xml: string, schemas: string): Promise<string[]> {
  const schema = (fileName: string) => ({ fileName, contents: readFileSync(join(schemas, fileName), 'utf8') });
  const result = await validateXML({
    xml: { fileName: 'customizations.xml', contents: xml },
    schema: schema(mainSchema),
    preload: readdirSync(schemas)
      .filter((name) => name.endsWith('.xsd') && name !== mainSchema)
      .map(schema),
  });
  if (result.valid) return [];
  return result.errors.length > 0 ? result.errors.map(({ rawMessage }) => rawMessage) : [result.rawOutput];
}
