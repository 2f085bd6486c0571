/** What a page of the shell tells its script about itself. Shared with the browser. */
import type { Command } from './ribbon/command';

export interface TableState {
  name: string;
  set: string;
  idColumn: string;
  nameColumn: string;
  label: string;
  pluralLabel: string;
}

/** One value of a record in the notation of the Web API and of the client API. */
export interface AttributeState {
  name: string;
  /** AttributeType as Dataverse names it. */
  type: string;
  value: string | number | boolean | null;
  lookup: { table: string; name: string } | null;
}

export interface RecordState {
  table: TableState;
  /** Null for a record that does not exist yet. */
  id: string | null;
  name: string;
  /** The person may look at it and no more. */
  readOnly: boolean;
  attributes: AttributeState[];
  commands: Command[];
}

export interface GridState {
  table: TableState;
  commands: Command[];
  /** For a subgrid: the record around it, and the lookup column that leads there. */
  parent: { table: string; set: string; id: string; column: string } | null;
}

export interface PageState {
  appId: string;
  language: number;
  record: RecordState | null;
}
