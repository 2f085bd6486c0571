/** The audiences, one row each. On a narrow screen every row becomes a card with the same words. */
import {
  DataGrid,
  DataGridBody,
  DataGridCell,
  DataGridHeader,
  DataGridHeaderCell,
  DataGridRow,
  createTableColumn,
  mergeClasses,
  type TableColumnDefinition,
  type TableRowId,
} from '@fluentui/react-components';
import { useMemo, type ReactElement } from 'react';
import { useGridStyles } from '../frame/grid-styles';
import { t } from '../texts/texts';
import { AudienceName, InSync, ListLink, StatusCell, UpToDate } from './audience-cells';
import type { AudienceLine } from './audience-line';
import { useTableStyles } from './audience-table-styles';
import type { Audience } from './board';
import { PeopleCount } from './people-count';

export interface AudienceTableProps {
  lines: readonly AudienceLine[];
  selectedId: string | null;
  onSelect: (audienceId: string) => void;
  onManage: (audience: Audience) => void;
  onWhatToDo: (line: AudienceLine) => void;
  onResume: ((audience: Audience) => void) | null;
}

export function AudienceTable(props: AudienceTableProps): ReactElement {
  const { lines, onManage, onResume, onSelect, onWhatToDo, selectedId } = props;
  const shared = useGridStyles();
  const styles = useTableStyles();
  const columns = useMemo(() => columnsOf({ onManage, onResume, onWhatToDo }), [onManage, onResume, onWhatToDo]);
  return (
    <div className={shared.region} role="region" aria-label={t('sync.audiences')} tabIndex={-1}>
      <DataGrid
        className={mergeClasses(styles.grid, shared.grid)}
        items={[...lines]}
        columns={columns}
        getRowId={rowId}
        sortable
        selectionMode="single"
        selectedItems={selectedId === null ? noRows : [selectedId]}
        onSelectionChange={(_, { selectedItems }) => {
          const [first] = selectedItems;
          if (typeof first === 'string') onSelect(first);
        }}
        focusMode="composite"
        aria-label={t('sync.audiences')}
      >
        <DataGridHeader className={shared.header}>
          <DataGridRow selectionCell={{ invisible: true, className: shared.selection }}>
            {({ renderHeaderCell, columnId }) => (
              <DataGridHeaderCell className={mergeClasses(shared.headerCell, styles[classOf(columnId)])}>
                {renderHeaderCell()}
              </DataGridHeaderCell>
            )}
          </DataGridRow>
        </DataGridHeader>
        <DataGridBody<AudienceLine>>
          {({ item, rowId }) => (
            <DataGridRow<AudienceLine>
              key={rowId}
              className={mergeClasses(styles.row, shared.row)}
              selectionCell={{
                className: shared.selection,
                radioIndicator: { 'aria-label': t('sync.select', { audience: item.audience.name }) },
              }}
            >
              {({ renderCell, columnId }) => (
                <DataGridCell
                  className={mergeClasses(shared.cell, columnId === 'name' && shared.first, styles[classOf(columnId)])}
                  data-label={t(`sync.column.${classOf(columnId)}`)}
                  focusMode={focusModes[classOf(columnId)]}
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

type Column = 'name' | 'list' | 'status' | 'inSync' | 'leftOut' | 'attention' | 'upToDate';

const columnNames: readonly Column[] = ['name', 'list', 'status', 'inSync', 'leftOut', 'attention', 'upToDate'];

const focusModes = {
  name: 'cell',
  list: 'group',
  status: 'cell',
  inSync: 'group',
  leftOut: 'group',
  attention: 'group',
  upToDate: 'group',
} as const satisfies Record<Column, 'cell' | 'group'>;

const noRows: TableRowId[] = [];
const rowId = ({ audience }: AudienceLine): string => audience.id;

function classOf(columnId: TableRowId): Column {
  return columnNames.find((name) => name === columnId) ?? 'name';
}

function columnsOf(
  doings: Pick<AudienceTableProps, 'onManage' | 'onResume' | 'onWhatToDo'>,
): TableColumnDefinition<AudienceLine>[] {
  const column = (
    columnId: Column,
    renderCell: (line: AudienceLine) => ReactElement,
    compare: (a: AudienceLine, b: AudienceLine) => number,
  ): TableColumnDefinition<AudienceLine> =>
    createTableColumn({ columnId, renderHeaderCell: () => t(`sync.column.${columnId}`), renderCell, compare });
  const by = (value: (line: AudienceLine) => string | number) => (a: AudienceLine, b: AudienceLine) => {
    const [left, right] = [value(a), value(b)];
    return typeof left === 'number' && typeof right === 'number'
      ? left - right
      : String(left).localeCompare(String(right));
  };
  return [
    column(
      'name',
      (line) => <AudienceName line={line} />,
      by(({ audience }) => audience.name),
    ),
    column(
      'list',
      ({ audience }) => <ListLink list={audience.list} />,
      by(({ audience }) => audience.list?.name ?? ''),
    ),
    column(
      'status',
      (line) => <StatusCell line={line} />,
      by(({ state }) => state.status),
    ),
    column(
      'inSync',
      ({ audience }) => <InSync audience={audience} />,
      by(({ audience }) => audience.inSync ?? -1),
    ),
    column(
      'leftOut',
      ({ audience: { id, leftOut, name, reasons } }) => (
        <PeopleCount count={leftOut} kind="left-out" audience={name} audienceId={id} reasons={reasons} />
      ),
      by(({ audience }) => audience.leftOut ?? -1),
    ),
    column(
      'attention',
      ({ audience: { attention, id, name, reasons } }) => (
        <PeopleCount count={attention} kind="attention" audience={name} audienceId={id} reasons={reasons} />
      ),
      by(({ audience }) => audience.attention ?? -1),
    ),
    column(
      'upToDate',
      (line) => <UpToDate line={line} {...doings} />,
      by(({ audience }) => audience.lastSynced?.getTime() ?? 0),
    ),
  ];
}
