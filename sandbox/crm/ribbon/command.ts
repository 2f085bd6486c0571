/** A command of a ribbon as the shell's pages get it: what to show, when, and what to call. Shared with the browser. */
export interface Command {
  id: string;
  /** The platform's own command, or the one that a solution defines. */
  command: string;
  label: string;
  tooltip: string;
  icon: { kind: 'own'; name: string } | { kind: 'resource'; name: string } | null;
  /** All must hold. On the command bar a command that is not enabled is hidden as well. */
  rules: Rule[];
  calls: Call[];
}

export interface Call {
  library: string;
  function: string;
  parameters: Parameter[];
}

/** Either a name of what the page knows (PrimaryControl) or a value that the ribbon itself gives. */
export type Parameter = { kind: 'known'; name: string } | { kind: 'value'; value: string | number | boolean };

/** Which record or records a rule is about: the one of the form, or those selected in a grid. */
export type Subject = 'PrimaryEntity' | 'SelectedEntity';

export type Rule =
  /** Decided where it was read: privileges, kinds of client. */
  | { kind: 'fixed'; holds: boolean }
  | { kind: 'selection'; minimum: number; maximum: number | null; invert: boolean }
  | { kind: 'form-state'; state: string; invert: boolean }
  | { kind: 'table'; table: string | null; subject: Subject; invert: boolean }
  | { kind: 'value'; field: string; value: string; invert: boolean }
  | { kind: 'custom'; call: Call; default: boolean; invert: boolean }
  | { kind: 'or'; groups: Rule[][]; invert: boolean };
