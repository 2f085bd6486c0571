/** What a command is about: the record of the form or the rows selected in a grid, in the words of CrmParameters. */
import type { Parameter, Rule } from '../ribbon/command';
import type { FormContext } from './form-context';
import type { GridControl } from './grid-control';
import { functionOf } from './libraries';
import { textOf } from './web-api';

export interface RibbonContext {
  form: FormContext | null;
  grid: GridControl | null;
}

/** https://learn.microsoft.com/power-apps/developer/model-driven-apps/pass-data-page-parameter-ribbon-actions */
export function valueOf(parameter: Parameter, { form, grid }: RibbonContext): unknown {
  if (parameter.kind === 'value') return parameter.value;
  const ids = grid?.selectedIds() ?? [];
  switch (parameter.name) {
    case 'PrimaryControl':
      return form ?? grid;
    case 'SelectedControl':
      return grid ?? form;
    case 'SelectedControlSelectedItemIds':
      return ids;
    case 'SelectedControlSelectedItemCount':
      return ids.length;
    case 'SelectedControlSelectedItemReferences':
      return grid?.selectedReferences() ?? [];
    case 'SelectedControlAllItemCount':
      return grid?.rowCount() ?? 0;
    case 'SelectedControlAllItemIds':
      return grid?.allIds() ?? [];
    case 'FirstSelectedItemId':
      return ids[0] ?? null;
    case 'SelectedEntityTypeName':
      return grid?.table ?? null;
    case 'PrimaryEntityTypeName':
      return form?.data.entity.getEntityName() ?? grid?.table ?? null;
    case 'PrimaryItemIds':
      return form === null ? [] : [form.data.entity.getId()];
    case 'FirstPrimaryItemId':
      return form?.data.entity.getId() ?? null;
    case 'CommandProperties':
      return {};
    default:
      throw new Error(`The shell does not know the ribbon parameter ${parameter.name}.`);
  }
}

/** A custom rule that promises may take ten seconds; whatever has not answered by then does not hold. */
const longest = 10_000;

export async function holds(rule: Rule, context: RibbonContext): Promise<boolean> {
  switch (rule.kind) {
    case 'fixed':
      return rule.holds;
    case 'selection': {
      const count = context.grid?.selectedIds().length ?? 0;
      const fits = count >= rule.minimum && (rule.maximum === null || count <= rule.maximum);
      return fits !== rule.invert;
    }
    case 'form-state': {
      if (context.form === null) return false;
      const state = { 1: 'Create', 2: 'Existing', 3: 'ReadOnly', 4: 'Disabled', 6: 'BulkEdit' };
      const current: string | undefined = Reflect.get(state, context.form.ui.getFormType());
      return (current === rule.state) !== rule.invert;
    }
    case 'table': {
      const table =
        rule.subject === 'SelectedEntity'
          ? (context.grid?.table ?? null)
          : (context.form?.data.entity.getEntityName() ?? context.grid?.table ?? null);
      return (table !== null && (rule.table === null || rule.table === table)) !== rule.invert;
    }
    case 'value': {
      const value = context.form?.getAttribute(rule.field)?.getValue();
      return (textOf(value) === rule.value) !== rule.invert;
    }
    case 'custom': {
      const asked = askScript(rule, context);
      return (await asked) !== rule.invert;
    }
    case 'or': {
      const groups = await Promise.all(
        rule.groups.map(async (group) => (await Promise.all(group.map((one) => holds(one, context)))).every(Boolean)),
      );
      return groups.some(Boolean) !== rule.invert;
    }
  }
}

async function askScript(rule: Rule & { kind: 'custom' }, context: RibbonContext): Promise<boolean> {
  try {
    const ask = await functionOf(rule.call.library, rule.call.function);
    const answer = ask(...rule.call.parameters.map((parameter) => valueOf(parameter, context)));
    return (await Promise.race([answer, inTime()])) === true;
  } catch (error) {
    console.error(`The enable rule ${rule.call.function} failed.`, error);
    return rule.default;
  }
}

function inTime(): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), longest);
  });
}
