/** Rows as the platform shows them: a grid with arrow keys, and one card per row on a narrow screen (320 pixels, or 200 % zoom). */
import {
  DataGrid,
  DataGridBody,
  DataGridCell,
  DataGridHeader,
  DataGridHeaderCell,
  DataGridRow,
  createTableColumn,
  makeStyles,
  mergeClasses,
  type TableRowId,
} from '@fluentui/react-components';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { t } from '../texts/texts';
import { narrow, useGridStyles } from './grid-styles';

export interface GridColumn<Item> {
  id: string;
  title: string;
  /** Share of the width. */
  grow: number;
  render: (item: Item) => ReactNode;
  /** The cell holds something to press. */
  interactive?: boolean;
}

export interface RowsGridProps<Item> {
  label: string;
  items: readonly Item[];
  idOf: (item: Item) => string;
  columns: readonly GridColumn<Item>[];
  /** Rows can be ticked. */
  selection?: {
    selected: ReadonlySet<string>;
    onChange: (selected: Set<string>) => void;
    labelOf: (item: Item) => string;
    canTick: (item: Item) => boolean;
  };
}

export function RowsGrid<Item>({ columns, idOf, items, label, selection }: RowsGridProps<Item>): ReactElement {
  const shared = useGridStyles();
  const styles = useStyles();
  const definitions = useMemo(
    () =>
      columns.map(({ id, render, title }) =>
        createTableColumn<Item>({ columnId: id, renderHeaderCell: () => title, renderCell: render }),
      ),
    [columns],
  );
  const columnOf = (id: TableRowId): GridColumn<Item> | undefined => columns.find((column) => column.id === id);
  const width = (id: TableRowId) => ({ flexGrow: columnOf(id)?.grow ?? 1, flexBasis: 0 });
  return (
    <div className={shared.region}>
      <DataGrid
        // A grid cannot learn to tick, or forget it, while it is on the screen.
        key={selection === undefined ? 'plain' : 'ticks'}
        className={mergeClasses(styles.grid, shared.grid)}
        items={[...items]}
        columns={definitions}
        getRowId={idOf}
        focusMode="composite"
        aria-label={label}
        {...(selection !== undefined && {
          selectionMode: 'multiselect' as const,
          selectedItems: selection.selected,
          onSelectionChange: (_: unknown, { selectedItems }: { selectedItems: Set<TableRowId> }) =>
            selection.onChange(new Set([...selectedItems].map(String))),
        })}
      >
        <DataGridHeader className={shared.header}>
          <DataGridRow
            {...(selection !== undefined && {
              selectionCell: {
                className: shared.selection ?? '',
                checkboxIndicator: { 'aria-label': t('common.selectAll') },
              },
            })}
          >
            {({ renderHeaderCell, columnId }) => (
              <DataGridHeaderCell className={shared.headerCell} style={width(columnId)}>
                {renderHeaderCell()}
              </DataGridHeaderCell>
            )}
          </DataGridRow>
        </DataGridHeader>
        <DataGridBody<Item>>
          {({ item, rowId }) => (
            <DataGridRow<Item>
              key={rowId}
              className={mergeClasses(styles.row, shared.row)}
              {...(selection !== undefined && {
                selectionCell: {
                  className: shared.selection ?? '',
                  checkboxIndicator: {
                    'aria-label': selection.labelOf(item),
                    disabled: !selection.canTick(item),
                  },
                },
              })}
            >
              {({ renderCell, columnId }) => (
                <DataGridCell
                  className={mergeClasses(shared.cell, styles.cell, columnId === columns[0]?.id && shared.first)}
                  style={width(columnId)}
                  data-label={columnOf(columnId)?.title}
                  focusMode={columnOf(columnId)?.interactive === true ? 'group' : 'cell'}
                >
                  {renderCell(item)}
                </DataGridCell>
              )}
            </DataGridRow>
          )}
        </DataGridBody>
      </DataGrid>
    </div>
  );
}

const useStyles = makeStyles({
  grid: { minWidth: '760px' },
  row: { minHeight: '44px', alignItems: 'center' },
  cell: { overflowWrap: 'anywhere', [narrow]: { justifyItems: 'start' } },
});
