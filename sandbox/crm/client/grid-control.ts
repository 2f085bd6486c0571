/** A grid as commands know it: its rows, those selected, and a way to read it again. */
import type { GridState } from '../page-state';

export interface GridControl {
  readonly table: string;
  selectedIds(): string[];
  selectedReferences(): { Id: string; Name: string; TypeName: string }[];
  allIds(): string[];
  rowCount(): number;
  refresh(): Promise<void>;
  refreshRibbon(): void;
  getEntityName(): string;
  getGrid(): { getSelectedRows(): { forEach(visit: (row: SelectedRow) => void): void; getLength(): number } };
}

interface SelectedRow {
  getData(): { entity: { getId(): string; getEntityName(): string; getPrimaryAttributeValue(): string } };
}

export interface GridDeeds {
  refresh(): Promise<void>;
  refreshRibbon(): void;
}

export function createGridControl(section: HTMLElement, state: GridState, deeds: GridDeeds): GridControl {
  const table = state.table.name;
  const boxes = (): HTMLInputElement[] => [...section.querySelectorAll<HTMLInputElement>('input[data-row]')];
  const picked = (): { id: string; name: string }[] =>
    boxes()
      .filter(({ checked }) => checked)
      .map(({ dataset }) => ({ id: dataset['row'] ?? '', name: dataset['name'] ?? '' }));
  return {
    table,
    selectedIds: () => picked().map(({ id }) => id),
    selectedReferences: () => picked().map(({ id, name }) => ({ Id: id, Name: name, TypeName: table })),
    allIds: () => boxes().map(({ dataset }) => dataset['row'] ?? ''),
    rowCount: () => boxes().length,
    refresh: () => deeds.refresh(),
    refreshRibbon: () => deeds.refreshRibbon(),
    getEntityName: () => table,
    getGrid: () => ({
      getSelectedRows: () => {
        const rows = picked().map(({ id, name }): SelectedRow => ({
          getData: () => ({
            entity: { getId: () => id, getEntityName: () => table, getPrimaryAttributeValue: () => name },
          }),
        }));
        return { forEach: (visit) => rows.forEach(visit), getLength: () => rows.length };
      },
    }),
  };
}
