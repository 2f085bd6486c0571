/** The changes of a run, file by file, the newest first: a run of a million changes leaves dozens of files. */
import { useEffect, useMemo, useState } from 'react';
import { useSurroundings } from '../frame/surroundings';
import { changeFiles, readFile, type RunFile } from '../requests/run-files';
import { refusalFrom, type Refusal, type WebApi } from '../web-api';
import { parseChanges, type ChangeLine } from './change-line';

export interface Changes {
  /** The newest first. */
  lines: readonly ChangeLine[];
  loading: boolean;
  refusal: Refusal | null;
  /** Files with earlier changes that were not read yet. */
  remaining: number;
  readMore: () => void;
}

/** Read without asking: together about 17 MB, which is some hundred thousand changes. */
const atOnce = 5;

export function useChanges(files: readonly RunFile[]): Changes {
  const { api } = useSurroundings();
  const wanted = useMemo(() => changeFiles(files), [files]);
  const [limit, setLimit] = useState(atOnce);
  const [parts, setParts] = useState<ReadonlyMap<string, readonly ChangeLine[]>>(new Map());
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const next = wanted.slice(0, limit).find(({ id }) => !parts.has(id)) ?? null;
  const nextId = next?.id ?? null;

  useEffect(() => {
    if (nextId === null) return undefined;
    let stopped = false;
    const read = async (): Promise<void> => {
      try {
        const lines = await readChanges(api, nextId);
        if (!stopped) setParts((before) => new Map([...before, [nextId, lines]]));
      } catch (error) {
        if (!stopped) setRefusal(refusalFrom(error));
      }
    };
    void read();
    return () => {
      stopped = true;
    };
  }, [api, nextId]);

  const lines = useMemo(() => wanted.flatMap(({ id }) => parts.get(id) ?? []), [parts, wanted]);
  return {
    lines,
    loading: nextId !== null && refusal === null,
    refusal,
    remaining: Math.max(wanted.length - limit, 0),
    readMore: () => setLimit((before) => before + atOnce),
  };
}

/** The lines of a file, the last one first. */
export async function readChanges(api: WebApi, fileId: string): Promise<ChangeLine[]> {
  const text = new TextDecoder().decode(await readFile(api, fileId));
  return parseChanges(text, fileId).reverse();
}
