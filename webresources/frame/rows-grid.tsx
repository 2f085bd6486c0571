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
  tokens,
  type TableRowId,
} from '@fluentui/react-components';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { t } from '../texts/texts';

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
    <div className={styles.region}>
      <DataGrid
        // A grid cannot learn to tick, or forget it, while it is on the screen.
        key={selection === undefined ? 'plain' : 'ticks'}
        className={styles.grid}
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
        <DataGridHeader className={styles.header}>
          <DataGridRow
            {...(selection !== undefined && {
              selectionCell: {
                className: styles.selection ?? '',
                checkboxIndicator: { 'aria-label': t('common.selectAll') },
              },
            })}
          >
            {({ renderHeaderCell, columnId }) => (
              <DataGridHeaderCell className={styles.headerCell} style={width(columnId)}>
                {renderHeaderCell()}
              </DataGridHeaderCell>
            )}
          </DataGridRow>
        </DataGridHeader>
        <DataGridBody<Item>>
          {({ item, rowId }) => (
            <DataGridRow<Item>
              key={rowId}
              className={styles.row}
              {...(selection !== undefined && {
                selectionCell: {
                  className: styles.selection ?? '',
                  checkboxIndicator: {
                    'aria-label': selection.labelOf(item),
                    disabled: !selection.canTick(item),
                  },
                },
              })}
            >
              {({ renderCell, columnId }) => (
                <DataGridCell
                  className={mergeClasses(styles.cell, columnId === columns[0]?.id && styles.first)}
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

const narrow = '@media (max-width: 720px)';

const useStyles = makeStyles({
  region: {
    overflowX: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow2,
    [narrow]: { backgroundColor: 'transparent', boxShadow: 'none', overflowX: 'visible' },
  },
  grid: { minWidth: '760px', [narrow]: { minWidth: 0 } },
  header: {
    [narrow]: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  },
  headerCell: { fontWeight: tokens.fontWeightSemibold, whiteSpace: 'nowrap' },
  row: {
    minHeight: '44px',
    alignItems: 'center',
    [narrow]: {
      display: 'grid',
      alignItems: 'stretch',
      gridTemplateColumns: '1fr',
      position: 'relative',
      marginBottom: tokens.spacingVerticalM,
      padding: tokens.spacingVerticalM,
      backgroundColor: tokens.colorNeutralBackground1,
      borderRadius: tokens.borderRadiusMedium,
      boxShadow: tokens.shadow2,
      border: 'none',
    },
  },
  selection: { [narrow]: { position: 'absolute', top: tokens.spacingVerticalXS, right: 0, height: 'auto' } },
  cell: {
    paddingTop: tokens.spacingVerticalS,
    paddingBottom: tokens.spacingVerticalS,
    minWidth: 0,
    overflowWrap: 'anywhere',
    [narrow]: {
      display: 'grid',
      minHeight: 0,
      height: 'auto',
      gridTemplateColumns: '104px minmax(0, 1fr)',
      columnGap: tokens.spacingHorizontalS,
      alignItems: 'baseline',
      justifyItems: 'start',
      paddingTop: tokens.spacingVerticalXS,
      paddingBottom: tokens.spacingVerticalXS,
      '::before': {
        content: 'attr(data-label)',
        color: tokens.colorNeutralForeground3,
        fontSize: tokens.fontSizeBase200,
      },
    },
  },
  first: {
    [narrow]: {
      gridTemplateColumns: '1fr',
      paddingRight: tokens.spacingHorizontalXXXL,
      '::before': { content: 'none' },
    },
  },
});
