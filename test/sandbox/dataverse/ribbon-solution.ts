/** The sample solution with buttons on marketing lists and the script that they call. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { sampleSolution } from './sample-solution';

export const library = 'mcs_/buttons.js';

const button = (id: string, sequence: number): string =>
  `<Button Id="${id}" Command="${id}.Command" Sequence="${sequence}" LabelText="$LocLabels:${id}.LabelText" ModernImage="New" TemplateAlias="o1" />`;

const action = (id: string, location: string, sequence: number): string =>
  `<CustomAction Id="${id}.CustomAction" Location="${location}" Sequence="${sequence}"><CommandUIDefinition>${button(id, sequence)}</CommandUIDefinition></CustomAction>`;

const command = (id: string, name: string, rules: { display?: string[]; enable?: string[] }): string => `
  <CommandDefinition Id="${id}.Command">
    <EnableRules>${(rules.enable ?? []).map((rule) => `<EnableRule Id="${rule}" />`).join('')}</EnableRules>
    <DisplayRules>${(rules.display ?? []).map((rule) => `<DisplayRule Id="${rule}" />`).join('')}</DisplayRules>
    <Actions>
      <JavaScriptFunction Library="$webresource:${library}" FunctionName="Buttons.${name}">
        <CrmParameter Value="PrimaryControl" /><CrmParameter Value="SelectedControlSelectedItemIds" />
        <StringParameter Value="list" /><IntParameter Value="3" /><BoolParameter Value="true" />
      </JavaScriptFunction>
    </Actions>
  </CommandDefinition>`;

const label = (id: string, english: string, german: string): string =>
  `<LocLabel Id="${id}.LabelText"><Titles><Title description="${english}" languagecode="1033" /><Title description="${german}" languagecode="1031" /></Titles></LocLabel>`;

const custom = (id: string, name: string): string =>
  `<EnableRule Id="${id}"><CustomRule Library="$webresource:${library}" FunctionName="Buttons.${name}" Default="false"><CrmParameter Value="PrimaryControl" /></CustomRule></EnableRule>`;

const form = 'Mscrm.Form.list.MainTab.Save.Controls._children';
const grid = 'Mscrm.HomepageGrid.list.MainTab.Management.Controls._children';

const ribbon = `<RibbonDiffXml>
  <CustomActions>
    ${action('mcs.Tell', form, 15)}
    ${action('mcs.Later', form, 45)}
    ${action('mcs.Never', form, 46)}
    ${action('mcs.Broken', form, 47)}
    ${action('mcs.Runs', form, 48)}
    ${action('mcs.Unlocked', form, 49)}
    ${action('mcs.Elsewhere', 'Mscrm.Form.list.MainTab.Nowhere.Controls._children', 5)}
    ${action('mcs.One', grid, 15)}
    ${action('mcs.Some', grid, 16)}
  </CustomActions>
  <Templates><RibbonTemplates Id="Mscrm.Templates" /></Templates>
  <CommandDefinitions>
    ${command('mcs.Tell', 'tell', { enable: ['mcs.Existing'] })}
    ${command('mcs.Later', 'tell', { enable: ['mcs.Promised'] })}
    ${command('mcs.Never', 'tell', { enable: ['mcs.Refused'] })}
    ${command('mcs.Broken', 'fail', { enable: ['mcs.Throws'] })}
    ${command('mcs.Runs', 'fail', { display: ['mcs.MayStartRuns'] })}
    ${command('mcs.Unlocked', 'tell', { enable: ['mcs.NotLocked'] })}
    ${command('mcs.Elsewhere', 'tell', {})}
    ${command('mcs.One', 'tell', { enable: ['Mscrm.SelectionCountExactlyOne'] })}
    ${command('mcs.Some', 'tell', { enable: ['mcs.TwoOrThree'] })}
  </CommandDefinitions>
  <RuleDefinitions>
    <TabDisplayRules />
    <DisplayRules>
      <DisplayRule Id="mcs.MayStartRuns"><EntityPrivilegeRule PrivilegeType="Create" PrivilegeDepth="Basic" EntityName="mcs_syncrun" /></DisplayRule>
    </DisplayRules>
    <EnableRules>
      <EnableRule Id="mcs.Existing"><FormStateRule State="Existing" /></EnableRule>
      ${custom('mcs.Promised', 'promised')}
      ${custom('mcs.Refused', 'refused')}
      ${custom('mcs.Throws', 'throws')}
      <EnableRule Id="mcs.NotLocked"><ValueRule Field="lockstatus" Value="true" InvertResult="true" /></EnableRule>
      <EnableRule Id="mcs.TwoOrThree"><SelectionCountRule AppliesTo="SelectedEntity" Minimum="2" Maximum="3" /></EnableRule>
    </EnableRules>
  </RuleDefinitions>
  <LocLabels>
    ${label('mcs.Tell', 'Tell', 'Sagen')}
    ${label('mcs.Later', 'Later', 'Später')}
    ${label('mcs.Never', 'Never', 'Nie')}
    ${label('mcs.Broken', 'Broken', 'Kaputt')}
    ${label('mcs.Runs', 'Fail', 'Scheitern')}
    ${label('mcs.Unlocked', 'Unlocked', 'Offen')}
    ${label('mcs.Elsewhere', 'Elsewhere', 'Anderswo')}
    ${label('mcs.One', 'One', 'Eins')}
    ${label('mcs.Some', 'Some', 'Einige')}
  </LocLabels>
</RibbonDiffXml>`;

const script = `var Buttons = {
  tell: function (control, ids, text, number, bool) {
    var id = control.data ? control.data.entity.getId() : control.getEntityName();
    return Xrm.Navigation.openAlertDialog({ title: 'Told', text: JSON.stringify([id, ids, text, number, bool]) });
  },
  fail: function () { return Promise.reject(new Error('The button is broken.')); },
  promised: function (form) {
    return new Promise(function (resolve) { setTimeout(function () { resolve(form.getAttribute('listname') !== null); }, 0); });
  },
  refused: function () { return false; },
  throws: function () { throw new Error('The rule is broken.'); }
};`;

export function ribbonSolution(): Uint8Array {
  const files = unzipSync(sampleSolution());
  const customizations = strFromU8(files['customizations.xml'] ?? new Uint8Array());
  return zipSync({
    ...files,
    'WebResources/mcs_buttonsjs': strToU8(script),
    'customizations.xml': strToU8(
      customizations
        .replace('</EntityInfo>\n    </Entity>\n  </Entities>', `</EntityInfo>${ribbon}</Entity></Entities>`)
        .replace(
          '<WebResources>',
          `<WebResources><WebResource><WebResourceId>{55555555-5555-4555-8555-555555555555}</WebResourceId><Name>${library}</Name><WebResourceType>3</WebResourceType><FileName>/WebResources/mcs_buttonsjs</FileName></WebResource>`,
        ),
    ),
  });
}
