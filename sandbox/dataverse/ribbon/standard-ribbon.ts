/**
 * The commands that the platform itself gives to every table, in the shape of a retrieved ribbon: a tab for the form, one
 * for the main grid and one for the subgrid. Only those that change or show records here; groups bear the platform's names,
 * because customisations hang on them.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/pass-data-page-parameter-ribbon-actions
 */
export function standardRibbon(table: string): string {
  return `<RibbonDefinitions><RibbonDefinition><UI><Ribbon><Tabs Id="Mscrm.Tabs">
${tab('HomepageGrid', table, gridGroups(table, 'HomepageGrid'))}
${tab('SubGrid', table, subgridGroups(table))}
${tab('Form', table, formGroups(table))}
</Tabs></Ribbon></UI><CommandDefinitions>${commands.join('')}</CommandDefinitions>
<RuleDefinitions><TabDisplayRules /><DisplayRules>${displayRules.join('')}</DisplayRules><EnableRules>${enableRules.join('')}</EnableRules></RuleDefinitions>
<LocLabels /></RibbonDefinition></RibbonDefinitions>`;
}

type Place = 'HomepageGrid' | 'SubGrid' | 'Form';

interface Group {
  name: string;
  buttons: string[];
}

function tab(place: Place, table: string, groups: Group[]): string {
  const id = `Mscrm.${place}.${table}.MainTab`;
  const written = groups.map(
    ({ name, buttons }, index) =>
      `<Group Id="${id}.${name}" Sequence="${(index + 1) * 10}"><Controls Id="${id}.${name}.Controls">${buttons.join('')}</Controls></Group>`,
  );
  return `<Tab Id="${id}" Sequence="100"><Groups Id="${id}.Groups">${written.join('')}</Groups></Tab>`;
}

function gridGroups(table: string, place: Place): Group[] {
  const own = (name: string): string => `Mscrm.${place}.${table}.${name}`;
  return [
    {
      name: 'Management',
      buttons: [
        button(own('NewRecord'), 'Mscrm.NewRecordFromGrid', 10, 'New', 'New'),
        button(own('Edit'), 'Mscrm.EditSelectedRecord', 20, 'Edit', 'Edit'),
        button(own('Delete'), 'Mscrm.DeleteSelectedRecord', 30, 'Delete', 'Remove'),
      ],
    },
    {
      name: 'Actions',
      buttons: [button(own('RefreshButton'), 'Mscrm.RefreshGrid', 10, 'Refresh', 'Refresh')],
    },
    { name: 'Collaborate', buttons: [] },
    { name: 'Workflow', buttons: [] },
    { name: 'ExportData', buttons: [] },
  ];
}

function subgridGroups(table: string): Group[] {
  const own = (name: string): string => `Mscrm.SubGrid.${table}.${name}`;
  return [
    {
      name: 'Management',
      buttons: [
        button(own('AddNewStandard'), 'Mscrm.AddNewRecordFromSubGridStandard', 10, 'NewOne', 'New'),
        button(own('Edit'), 'Mscrm.EditSelectedRecord', 20, 'Edit', 'Edit'),
        button(own('Delete'), 'Mscrm.DeleteSelectedRecord', 30, 'Delete', 'Remove'),
      ],
    },
    { name: 'Actions', buttons: [button(own('RefreshButton'), 'Mscrm.RefreshGrid', 10, 'Refresh', 'Refresh')] },
    { name: 'Collaborate', buttons: [] },
    { name: 'Workflow', buttons: [] },
  ];
}

function formGroups(table: string): Group[] {
  const own = (name: string): string => `Mscrm.Form.${table}.${name}`;
  return [
    {
      name: 'Save',
      buttons: [
        button(own('Save'), 'Mscrm.SavePrimary', 10, 'Save', 'Save'),
        button(own('SaveAndClose'), 'Mscrm.SaveAndClosePrimary', 20, 'SaveAndClose', 'SaveAndClose'),
        button(own('NewRecord'), 'Mscrm.NewRecordFromForm', 30, 'New', 'New'),
        button(own('Delete'), 'Mscrm.DeletePrimaryRecord', 40, 'Delete', 'Remove'),
        button(own('Refresh'), 'Mscrm.RefreshForm', 50, 'Refresh', 'Refresh'),
      ],
    },
    { name: 'Management', buttons: [] },
    { name: 'Actions', buttons: [] },
    { name: 'Collaborate', buttons: [] },
    { name: 'Workflow', buttons: [] },
    { name: 'ExportData', buttons: [] },
  ];
}

/** Labels of the platform's own buttons are kept in its own resources. */
function button(id: string, command: string, sequence: number, label: string, icon: string): string {
  return `<Button Id="${id}" Command="${command}" Sequence="${sequence}" LabelText="$Resources:Ribbon.${label}" ModernImage="${icon}" TemplateAlias="o1" />`;
}

const commands = [
  command('Mscrm.NewRecordFromGrid', [], ['Mscrm.CreateSelectedEntityPermission']),
  command('Mscrm.AddNewRecordFromSubGridStandard', [], ['Mscrm.CreateSelectedEntityPermission']),
  command('Mscrm.EditSelectedRecord', ['Mscrm.SelectionCountExactlyOne'], ['Mscrm.WriteSelectedEntityPermission']),
  command('Mscrm.DeleteSelectedRecord', ['Mscrm.SelectionCountAtLeastOne'], ['Mscrm.DeleteSelectedEntityPermission']),
  command('Mscrm.RefreshGrid', [], []),
  command('Mscrm.SavePrimary', ['Mscrm.CanSavePrimary'], []),
  command('Mscrm.SaveAndClosePrimary', ['Mscrm.CanSavePrimary'], []),
  command('Mscrm.NewRecordFromForm', ['Mscrm.FormStateNotNew'], ['Mscrm.CreatePrimaryEntityPermission']),
  command(
    'Mscrm.DeletePrimaryRecord',
    ['Mscrm.FormStateNotNew', 'Mscrm.CanDeletePrimary'],
    ['Mscrm.DeletePrimaryEntityPermission'],
  ),
  command('Mscrm.RefreshForm', ['Mscrm.FormStateNotNew'], []),
];

function command(id: string, enable: string[], display: string[]): string {
  return `<CommandDefinition Id="${id}"><EnableRules>${enable.map((rule) => `<EnableRule Id="${rule}" />`).join('')}</EnableRules><DisplayRules>${display.map((rule) => `<DisplayRule Id="${rule}" />`).join('')}</DisplayRules><Actions /></CommandDefinition>`;
}

const displayRules = [
  permission('Mscrm.CreateSelectedEntityPermission', 'Create', 'SelectedEntity'),
  permission('Mscrm.WriteSelectedEntityPermission', 'Write', 'SelectedEntity'),
  permission('Mscrm.DeleteSelectedEntityPermission', 'Delete', 'SelectedEntity'),
  permission('Mscrm.CreatePrimaryEntityPermission', 'Create', 'PrimaryEntity'),
  permission('Mscrm.WritePrimaryEntityPermission', 'Write', 'PrimaryEntity'),
  permission('Mscrm.DeletePrimaryEntityPermission', 'Delete', 'PrimaryEntity'),
];

function permission(id: string, privilege: string, applies: string): string {
  return `<DisplayRule Id="${id}"><EntityPrivilegeRule PrivilegeType="${privilege}" PrivilegeDepth="Basic" AppliesTo="${applies}" /></DisplayRule>`;
}

const enableRules = [
  '<EnableRule Id="Mscrm.SelectionCountAtLeastOne"><SelectionCountRule AppliesTo="SelectedEntity" Minimum="1" /></EnableRule>',
  '<EnableRule Id="Mscrm.SelectionCountExactlyOne"><SelectionCountRule AppliesTo="SelectedEntity" Minimum="1" Maximum="1" /></EnableRule>',
  '<EnableRule Id="Mscrm.FormStateNotNew"><FormStateRule State="Create" InvertResult="true" /></EnableRule>',
  '<EnableRule Id="Mscrm.FormStateNew"><FormStateRule State="Create" /></EnableRule>',
  '<EnableRule Id="Mscrm.CanDeletePrimary"><RecordPrivilegeRule PrivilegeType="DeleteAccess" AppliesTo="PrimaryEntity" /></EnableRule>',
  '<EnableRule Id="Mscrm.CanSavePrimary"><OrRule><Or><FormStateRule State="Create" /></Or><Or><FormStateRule State="Existing" /></Or></OrRule></EnableRule>',
];
