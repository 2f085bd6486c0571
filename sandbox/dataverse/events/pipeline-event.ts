import type { Table } from '../metadata/table';
import type { Reference, Row, Value } from '../store/row';

/** Something that happened to a row or a list and that steps can be registered for. */
export type PipelineEvent =
  | {
      readonly message: 'Create' | 'Update' | 'Delete';
      readonly table: Table;
      readonly row: Row;
      readonly before?: Row;
      /** The columns that the request carried. */
      readonly changed: Readonly<Record<string, Value>>;
    }
  | {
      readonly message: 'Merge';
      readonly table: Table;
      /** The one that stays. */
      readonly row: Row;
      readonly subordinateId: string;
      readonly content: Readonly<Record<string, Value>>;
      readonly parentingChecks: boolean;
    }
  | {
      readonly message: 'QualifyLead';
      readonly table: Table;
      readonly row: Row;
      readonly creates: { readonly account: boolean; readonly contact: boolean; readonly opportunity: boolean };
      readonly status: number;
    }
  | { readonly message: 'AddMember' | 'RemoveMember'; readonly listId: string; readonly entityId: string }
  | { readonly message: 'AddListMembers'; readonly listId: string; readonly memberIds: readonly string[] }
  | { readonly message: 'RemoveListMembers'; readonly listId: string; readonly members: readonly Reference[] };

export const primaryTable = (event: PipelineEvent): string => ('table' in event ? event.table.name : 'list');

export const primaryId = (event: PipelineEvent): string => ('row' in event ? event.row.id : event.listId);
