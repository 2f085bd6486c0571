/** Leases, documents and queue in memory: histories ask what the two services are told, not where a run keeps its papers. */

import type { Storage } from '../../connector/storage/port';

export interface MemoryStorage extends Storage {
  /** What time does by itself: the leases of a process that died run out. */
  endLeases(): void;
}

export function createMemoryStorage(): MemoryStorage {
  const documents = new Map<string, string>();
  const leases = new Set<string>();
  const read = (path: string): unknown => JSON.parse(documents.get(path) ?? 'null');
  return {
    leases: {
      acquire: async (name) => {
        if (leases.has(name)) return null;
        leases.add(name);
        return {
          held: true,
          check: async () => {},
          release: async () => void leases.delete(name),
        };
      },
    },
    documents: {
      read: async <T>(path: string) => read(path) as T | null,
      write: async (path, value) => void documents.set(path, JSON.stringify(value)),
      readLines: async <T>(path: string) => (read(path) ?? []) as T[],
      writeLines: async (path, values) => void documents.set(path, JSON.stringify(values)),
      writeFile: async () => {},
      removeAll: async (prefix) => {
        for (const path of documents.keys()) if (path.startsWith(prefix)) documents.delete(path);
      },
      namesIn: async (folder) => {
        const inside = [...documents.keys()].filter((path) => path.startsWith(folder));
        return [...new Set(inside.map((path) => path.slice(folder.length).split('/')[0] ?? ''))];
      },
    },
    endLeases: () => leases.clear(),
    queue: { send: async () => {}, poisonCount: async () => 0 },
  };
}
