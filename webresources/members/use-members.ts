/** Members page by page: each page is asked of the server, and none is asked twice. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useSurroundings } from '../frame/surroundings';
import { tables } from '../schema.generated';
import { refusalFrom, type Refusal } from '../web-api';
import { memberOf, memberQuery, type Member, type MemberFilter } from './member';

export interface MembersState {
  rows: readonly Member[];
  loading: boolean;
  refusal: Refusal | null;
  /** How many rows stand before the first one shown. */
  before: number;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  refresh: () => void;
}

export const membersPerPage = 50;

interface Page {
  rows: Member[];
  next: string | null;
}

/** `filter` must stay the same object as long as it says the same. */
export function useMembers(audienceId: string, filter: MemberFilter): MembersState {
  const { api } = useSurroundings();
  const query = useMemo(() => memberQuery(audienceId, filter), [audienceId, filter]);
  const [turn, setTurn] = useState(0);
  const [read, setRead] = useState<{ of: unknown; turn: number; pages: Page[] }>({ of: query, turn, pages: [] });
  const [wanted, setWanted] = useState<{ of: unknown; index: number }>({ of: query, index: 0 });
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const current = read.of === query && read.turn === turn;
  const pages = current ? read.pages : [];
  const index = wanted.of === query ? wanted.index : 0;
  const missing = pages[index] === undefined;
  const next = index === 0 ? null : (pages[index - 1]?.next ?? null);

  useEffect(() => {
    if (!missing) return undefined;
    let stopped = false;
    const look = async (): Promise<void> => {
      try {
        const page = await api.retrievePage(
          next === null ? { set: tables.mcs_audiencemember.set, query, pageSize: membersPerPage } : { next },
        );
        if (stopped) return;
        const found = { rows: page.rows.map(memberOf), next: page.next };
        setRefusal(null);
        setRead((before) => ({
          of: query,
          turn,
          pages: before.of === query && before.turn === turn ? [...before.pages, found] : [found],
        }));
      } catch (error) {
        if (!stopped) setRefusal(refusalFrom(error));
      }
    };
    void look();
    return () => {
      stopped = true;
    };
  }, [api, missing, next, query, turn]);

  const go = useCallback((to: number) => setWanted({ of: query, index: to }), [query]);
  const refresh = useCallback(() => {
    setWanted({ of: query, index: 0 });
    setTurn((before) => before + 1);
  }, [query]);
  // The rows of before stand until the next ones are there, so that nothing jumps while somebody types.
  const shown = pages[index] ?? (read.pages.at(-1) || null);
  return {
    rows: shown?.rows ?? noRows,
    loading: missing && refusal === null,
    refusal,
    before: pages.slice(0, index).reduce((sum, { rows }) => sum + rows.length, 0),
    onPrevious: index === 0 ? null : () => go(index - 1),
    onNext: pages[index]?.next ? () => go(index + 1) : null,
    refresh,
  };
}

const noRows: readonly Member[] = [];
