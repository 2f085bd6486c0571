/** What the platform's own commands do. */
import { recordLink } from '../links';
import { confirmDialog, errorDialog } from './dialogs';
import type { RibbonContext } from './ribbon-context';
import { pageState, words } from './state';
import { webApi } from './web-api';

/** What a command needs of the page around it. */
export interface Surroundings {
  go(address: string): Promise<void>;
  reload(): Promise<void>;
  back(): void;
  save(): Promise<boolean>;
  /** The record around a subgrid, which a new row shall point to. */
  parent: { column: string; table: string; id: string } | null;
  label: string;
  pluralLabel: string;
  table: string;
}

type Deed = (context: RibbonContext, around: Surroundings) => Promise<void>;

/** Null for a command that a solution defines. */
export function standardCommand(id: string): Deed | null {
  return deeds[id] ?? null;
}

const deeds: Readonly<Record<string, Deed>> = {
  'Mscrm.NewRecordFromGrid': openNew,
  'Mscrm.NewRecordFromForm': openNew,
  'Mscrm.AddNewRecordFromSubGridStandard': openNew,
  'Mscrm.EditSelectedRecord': async ({ grid }, around) => {
    const [id] = grid?.selectedIds() ?? [];
    if (id !== undefined) await around.go(recordLink(pageState().appId, around.table, id));
  },
  'Mscrm.DeleteSelectedRecord': async ({ grid }, around) => {
    const ids = grid?.selectedIds() ?? [];
    if (await deleteAfterAsking(around, ids)) await grid?.refresh();
  },
  'Mscrm.RefreshGrid': async ({ grid }) => grid?.refresh(),
  'Mscrm.SavePrimary': async (_context, around) => {
    await around.save();
  },
  'Mscrm.SaveAndClosePrimary': async (_context, around) => {
    if (await around.save()) around.back();
  },
  'Mscrm.DeletePrimaryRecord': async ({ form }, around) => {
    if (form !== null && (await deleteAfterAsking(around, [form.data.entity.getId()]))) around.back();
  },
  'Mscrm.RefreshForm': async (_context, around) => around.reload(),
};

async function openNew(_context: RibbonContext, around: Surroundings): Promise<void> {
  const { parent } = around;
  const from = parent === null ? '' : `&parent=${parent.column}&parenttable=${parent.table}&parentid=${parent.id}`;
  await around.go(`${recordLink(pageState().appId, around.table, '')}${from}`);
}

async function deleteAfterAsking(around: Surroundings, ids: string[]): Promise<boolean> {
  if (ids.length === 0) return false;
  const text = ids.length === 1 ? words().deleteOne(around.label) : words().deleteSome(ids.length, around.pluralLabel);
  const answer = await confirmDialog({ title: words().confirmDelete, text, confirmButtonLabel: words().delete });
  if (!answer.confirmed) return false;
  try {
    for (const id of ids) await webApi.deleteRecord(around.table, id);
  } catch (error) {
    await errorDialog(error);
  }
  return true;
}
