/** The form context that a command gets as PrimaryControl: https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/clientapi-form-context */
import type { AttributeState, RecordState } from '../page-state';
import { plain } from './web-api';

export interface Attribute {
  getName(): string;
  getAttributeType(): string;
  getValue(): unknown;
  getText(): string | null;
}

export interface FormContext {
  data: {
    entity: {
      getId(): string;
      getEntityName(): string;
      getPrimaryAttributeValue(): string;
      getEntityReference(): { id: string; entityType: string; name: string };
      getIsDirty(): boolean;
      save(): Promise<void>;
    };
    refresh(save?: boolean): Promise<void>;
    save(): Promise<void>;
    getIsDirty(): boolean;
  };
  ui: {
    refreshRibbon(refreshAll?: boolean): void;
    getFormType(): number;
    close(): void;
  };
  getAttribute(name: string): Attribute | null;
}

/** What the form at hand can do. */
export interface FormDeeds {
  isDirty(): boolean;
  save(): Promise<boolean>;
  reload(): Promise<void>;
  refreshRibbon(): void;
  close(): void;
}

export function createFormContext(state: RecordState, deeds: FormDeeds): FormContext {
  const braced = state.id === null ? '' : `{${plain(state.id).toUpperCase()}}`;
  const saveOrReject = async (): Promise<void> => {
    if (!(await deeds.save())) throw new Error('The record was not saved.');
  };
  return {
    data: {
      entity: {
        getId: () => braced,
        getEntityName: () => state.table.name,
        getPrimaryAttributeValue: () => state.name,
        getEntityReference: () => ({ id: braced, entityType: state.table.name, name: state.name }),
        getIsDirty: () => deeds.isDirty(),
        save: saveOrReject,
      },
      async refresh(save = false) {
        if (save) await saveOrReject();
        await deeds.reload();
      },
      save: saveOrReject,
      getIsDirty: () => deeds.isDirty(),
    },
    ui: {
      refreshRibbon: () => deeds.refreshRibbon(),
      getFormType: () => (state.id === null ? 1 : state.readOnly ? 3 : 2),
      close: () => deeds.close(),
    },
    getAttribute(name) {
      const found = state.attributes.find((attribute) => attribute.name === name.toLowerCase());
      return found === undefined ? null : attributeOf(found);
    },
  };
}

function attributeOf(state: AttributeState): Attribute {
  return {
    getName: () => state.name,
    getAttributeType: () => types[state.type] ?? 'string',
    getValue: () => typed(state),
    getText: () => state.lookup?.name ?? null,
  };
}

function typed({ type, value, lookup }: AttributeState): unknown {
  if (value === null) return null;
  if (lookup !== null) return [{ id: `{${String(value).toUpperCase()}}`, name: lookup.name, entityType: lookup.table }];
  return type === 'DateTime' ? new Date(String(value)) : value;
}

const types: Readonly<Record<string, string>> = {
  Boolean: 'boolean',
  DateTime: 'datetime',
  Decimal: 'decimal',
  Integer: 'integer',
  BigInt: 'integer',
  Lookup: 'lookup',
  Owner: 'lookup',
  Customer: 'lookup',
  Memo: 'memo',
  Money: 'money',
  Picklist: 'optionset',
  State: 'optionset',
  Status: 'optionset',
};
