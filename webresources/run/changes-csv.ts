/** The changes on the screen as a file for a spreadsheet, with the names that the user may see. */
import { hiddenPerson } from '../frame/links';
import { keyOf, readVisible } from '../frame/use-visible-people';
import { t } from '../texts/texts';
import type { WebApi } from '../web-api';
import type { ChangeLine } from './change-line';
import { whatWords, whyWords } from './change-words';
import { writeCsv } from './csv';
import type { PlannedPeople } from './planned-people';

/** People are looked up in portions, so that whoever waits sees how far it is. `onProgress` hears percent. */
export async function changesFile(
  api: WebApi,
  lines: readonly ChangeLine[],
  { isLook, planned }: { isLook: boolean; planned: PlannedPeople },
  onProgress: (percent: number) => void,
): Promise<string> {
  const wanted = new Map(lines.flatMap(({ record }) => (record === null ? [] : [[keyOf(record), record] as const])));
  const records = [...wanted.values()];
  const visible = new Map<string, unknown>();
  for (let start = 0; start < records.length; start += portion) {
    onProgress(Math.floor((start / records.length) * 100));
    for (const [key, person] of await readVisible(api, records.slice(start, start + portion))) visible.set(key, person);
  }
  const titles = [
    t('run.column.person'),
    t('members.column.address'),
    t('run.column.side'),
    t('run.column.what'),
    t('run.csv.from'),
    t('run.csv.to'),
    t('run.column.why'),
    t('run.csv.state'),
  ];
  return writeCsv([
    titles,
    ...lines.map((line) => {
      const { record } = line;
      const seen = record !== null && (visible.get(keyOf(record)) !== null || planned.has(keyOf(record)));
      return [
        seen ? line.person : hiddenPerson(record?.type ?? 'member'),
        seen ? line.address : '',
        t(`common.${line.side}`),
        whatWords(line, isLook),
        seen ? line.from : '',
        seen ? line.to : '',
        whyWords(line),
        t(`run.state.${line.state}`),
      ];
    }),
  ]);
}

const portion = 500;
