/** Mistakes in roles, buttons, icons, and in views and forms that a table must have. */
import { lintSolution } from '../../solution/tools/lint/lint';
import type { Files } from '../../solution/tools/source';
import { builtPages, committedSolution, onlyFile, withFile, withText, without } from './changed-solution';

const good = committedSolution();
const service = 'Roles/Audience Sync Service.xml';
const user = 'Roles/Audience Sync User.xml';
const ribbon = 'Entities/mcs_audience/RibbonDiff.xml';
const contactRibbon = 'Entities/Contact/RibbonDiff.xml';
const siteMap = 'AppModuleSiteMaps/mcs_AudienceSync/AppModuleSiteMap.xml';
const app = 'AppModules/mcs_AudienceSync/AppModule.xml';
const tag = 'Entities/mcs_tag/Entity.xml';
const tagQuickFind = onlyFile(good, 'Entities/mcs_tag/SavedQueries', '"Quick Find Active Tags"');
const tagLookup = onlyFile(good, 'Entities/mcs_tag/SavedQueries', '"Tag Lookup View"');
const tagForm = onlyFile(good, 'Entities/mcs_tag/FormXml');
const icon = 'WebResources/mcs_/icons/tag.svg.data.xml';

interface Mistake {
  mistake: string;
  source?: Files;
  built?: Files;
  file: string;
  problem: RegExp;
  cure: RegExp;
}

const grant = (file: string, name: string, level = 'Global') =>
  withText(good, file, '</RolePrivileges>', `<RolePrivilege name="${name}" level="${level}" /></RolePrivileges>`);
const take = (file: string, name: string, level = 'Global') =>
  withText(good, file, `<RolePrivilege name="${name}" level="${level}" />`, '');
const roleId = (file: string) => /id="\{([\w-]+)\}"/.exec(Buffer.from(good.get(file) ?? '').toString())?.[1] ?? '';

const mistakes: Mistake[] = [
  {
    mistake: 'a privilege of a table that does not exist',
    source: grant(service, 'prvReadmcs_group'),
    file: service,
    problem: /prvReadmcs_group does not exist/,
    cure: /operation or the table/,
  },
  {
    mistake: 'a privilege that is written in another case than its table',
    source: withText(good, service, 'prvReadmcs_audience"', 'prvReadmcs_Audience"'),
    file: service,
    problem: /prvReadmcs_Audience does not exist/,
    cure: /prvReadmcs_audience: case counts/,
  },
  {
    mistake: 'a table of our own that the service may not see',
    source: take(service, 'prvReadmcs_interest'),
    file: service,
    problem: /does not see mcs_interest: prvReadmcs_interest is missing/,
    cure: /level="Global"/,
  },
  {
    mistake: 'a service that sees only its own rows of a table',
    source: withText(good, service, '"prvReadmcs_tag" level="Global"', '"prvReadmcs_tag" level="Basic"'),
    file: service,
    problem: /prvReadmcs_tag is missing/,
    cure: /level="Global"/,
  },
  {
    mistake: 'a solution without the role of the service',
    source: without(good, service),
    file: 'Roles',
    problem: /no role "Audience Sync Service"/,
    cure: /Add it/,
  },
  {
    mistake: 'a role that may delete contacts of everybody',
    source: grant(service, 'prvDeleteContact'),
    file: service,
    problem: /delete other people's records: prvDeleteContact/,
    cure: /Remove it/,
  },
  {
    mistake: 'sharing of records that belong to nobody',
    source: grant(service, 'prvSharemcs_listevent'),
    file: service,
    problem: /prvSharemcs_listevent does not exist/,
    cure: /Correct/,
  },
  {
    mistake: 'records of everybody granted as if they had owners',
    source: withText(good, service, '"prvReadmcs_listevent" level="Global"', '"prvReadmcs_listevent" level="Basic"'),
    file: service,
    problem: /prvReadmcs_listevent is granted at the level Basic/,
    cure: /Global/,
  },
  {
    mistake: 'a role with which the app cannot be opened',
    source: take(user, 'prvReadAppModule'),
    file: user,
    problem: /cannot open the app: prvReadAppModule is missing/,
    cure: /RolePrivilege name="prvReadAppModule"/,
  },
  {
    mistake: 'a privilege granted twice',
    source: grant(user, 'prvWritemcs_tag'),
    file: user,
    problem: /prvWritemcs_tag stands behind prvWritemcs_tag/,
    cure: /Sort/,
  },
  {
    mistake: 'a role whose file bears another name',
    source: withText(good, user, 'name="Audience Sync User"', 'name="Audience Sync Marketer"'),
    file: user,
    problem: /belongs into Roles\/Audience Sync Marketer\.xml/,
    cure: /Rename/,
  },
  {
    mistake: 'a role that is not shipped',
    source: withText(good, 'Other/Solution.xml', `<RootComponent type="20" id="{${roleId(user)}}" behavior="0" />`, ''),
    file: user,
    problem: /not listed in Other\/Solution\.xml/,
    cure: /type="20"/,
  },
  {
    mistake: 'an app that is not there for one of the roles',
    source: withText(good, app, `<Role id="{${roleId(user)}}" />`, ''),
    file: app,
    problem: /not there for holders of Audience Sync User/,
    cure: /AppModuleRoleMaps/,
  },
  {
    mistake: 'an app for a role that does not exist',
    source: withText(
      good,
      app,
      `<Role id="{${roleId(user)}}" />`,
      '<Role id="{00000000-0000-4000-8000-000000000001}" />',
    ),
    file: app,
    problem: /role 00000000-0000-4000-8000-000000000001, which does not exist/,
    cure: /Correct or remove/,
  },
  {
    mistake: 'a button without a script',
    source: withText(good, ribbon, 'Library="$webresource:mcs_/commands.js"', 'Library="commands.js"'),
    file: ribbon,
    problem: /syncAudience of "commands\.js", which is no script/,
    cure: /\$webresource:/,
  },
  {
    mistake: 'a button whose script is not declared',
    source: withText(good, ribbon, '$webresource:mcs_/commands.js', '$webresource:mcs_/buttons.js'),
    file: ribbon,
    problem: /mcs_\/buttons\.js, which is not declared/,
    cure: /data\.xml/,
  },
  {
    mistake: 'a button that calls a function which the script does not have',
    source: withText(good, ribbon, 'AudienceSync.syncAudience"', 'AudienceSync.syncAudienceNow"'),
    file: ribbon,
    problem: /AudienceSync\.syncAudienceNow, which mcs_\/commands\.js does not have/,
    cure: /export the function/,
  },
  {
    mistake: 'a script that lost a function',
    built: withFile(builtPages(), 'mcs_/commands.js', 'var AudienceSync = { openPanel() {} };'),
    file: contactRibbon,
    problem: /AudienceSync\.openPanelFor/,
    cure: /export the function/,
  },
  {
    mistake: 'a button without a command',
    source: withText(good, ribbon, 'Command="mcs.mcs_audience.Form.SyncNow.Command"', 'Command="mcs.x"'),
    file: ribbon,
    problem: /calls the command "mcs\.x", which is not defined/,
    cure: /CommandDefinition/,
  },
  {
    mistake: 'a command with a rule that is not defined',
    source: withText(
      good,
      ribbon,
      '<EnableRule Id="mcs.mcs_audience.Form.Existing.EnableRule" />',
      '<EnableRule Id="mcs.mcs_audience.Form.Saved.EnableRule" />',
    ),
    file: ribbon,
    problem: /Form\.Saved\.EnableRule is not defined/,
    cure: /RuleDefinitions/,
  },
  {
    mistake: 'a command that everybody sees',
    source: withText(
      withText(good, contactRibbon, '<EnableRule Id="mcs.contact.Form.Existing.EnableRule" />', ''),
      contactRibbon,
      '<DisplayRule Id="mcs.contact.MaySeeMembers.DisplayRule" />',
      '',
    ),
    file: contactRibbon,
    problem: /contact\.Form\.Mailchimp\.Command has no rule/,
    cure: /privilege/,
  },
  {
    mistake: 'a rule that asks for a privilege on an unknown table',
    source: withText(good, ribbon, 'EntityName="mcs_syncrun"', 'EntityName="mcs_run"'),
    file: ribbon,
    problem: /privilege on "mcs_run"/,
    cure: /EntityName/,
  },
  {
    mistake: 'a button in the command bar of another table',
    source: withText(good, ribbon, 'Location="Mscrm.Form.mcs_audience.', 'Location="Mscrm.Form.mcs_tag.'),
    file: ribbon,
    problem: /stands at Mscrm\.Form\.mcs_tag/,
    cure: /Mscrm\.Form\.mcs_audience/,
  },
  {
    mistake: 'a button whose id could be somebody else’s',
    source: withText(good, ribbon, '<Button Id="mcs.mcs_audience.Form.SyncNow"', '<Button Id="SyncNow"'),
    file: ribbon,
    problem: /"SyncNow" is not ours/,
    cure: /mcs\.mcs_audience\./,
  },
  {
    mistake: 'two buttons with one id',
    source: withText(
      good,
      ribbon,
      '<Button Id="mcs.mcs_audience.Grid.SyncNow"',
      '<Button Id="mcs.mcs_audience.Form.SyncNow"',
    ),
    file: ribbon,
    problem: /mcs\.mcs_audience\.Form\.SyncNow is used twice/,
    cure: /id of its own/,
  },
  {
    mistake: 'a button without an icon',
    source: withText(good, ribbon, ' ModernImage="$webresource:mcs_/icons/syncnow.svg"', ''),
    file: ribbon,
    problem: /has no icon/,
    cure: /ModernImage/,
  },
  {
    mistake: 'a text of a button without a label',
    source: withText(
      good,
      ribbon,
      '<LocLabel Id="mcs.mcs_audience.Form.SyncNow.LabelText">',
      '<LocLabel Id="mcs.mcs_audience.Form.SyncNow.Label">',
    ),
    file: ribbon,
    problem: /label mcs\.mcs_audience\.Form\.SyncNow\.LabelText does not exist/,
    cure: /LocLabel/,
  },
  {
    mistake: 'a text of a button that nobody can translate',
    source: withText(
      good,
      ribbon,
      'LabelText="$LocLabels:mcs.mcs_audience.Form.SyncNow.LabelText"',
      'LabelText="Sync"',
    ),
    file: ribbon,
    problem: /is "Sync", which cannot be translated/,
    cure: /\$LocLabels/,
  },
  {
    mistake: 'an entry of the site map that everybody sees',
    source: withText(good, siteMap, '<Privilege Entity="mcs_tag" Privilege="Read" />', ''),
    file: siteMap,
    problem: /Everybody sees mcs_Tags/,
    cure: /Privilege/,
  },
  {
    mistake: 'an entry of the site map with an icon that does not exist',
    source: withText(good, siteMap, '/WebResources/mcs_/icons/tag.svg', '/WebResources/mcs_/icons/label.svg'),
    file: siteMap,
    problem: /mcs_Tags has the icon "\/WebResources\/mcs_\/icons\/label\.svg"/,
    cure: /declared SVG/,
  },
  {
    mistake: 'a table without an icon',
    source: withText(good, tag, '<IconVectorName>mcs_/icons/tag.svg</IconVectorName>', ''),
    file: tag,
    problem: /mcs_tag has the icon ""/,
    cure: /declared SVG/,
  },
  {
    mistake: 'an icon with a script inside',
    built: withFile(
      builtPages(),
      'mcs_/icons/tag.svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    ),
    file: icon,
    problem: /no plain drawing/,
    cure: /shapes only/,
  },
  {
    mistake: 'a table that cannot be chosen in a lookup',
    source: without(good, tagLookup),
    file: tag,
    problem: /mcs_tag has no default lookup view/,
    cure: /querytype 64/,
  },
  {
    mistake: 'a table that cannot be searched',
    source: withText(good, tagQuickFind, '<querytype>4', '<querytype>64'),
    file: tag,
    problem: /mcs_tag has no default quick find view/,
    cure: /querytype 4/,
  },
  {
    mistake: 'a quick find view that searches nothing',
    source: withText(good, tagQuickFind, ' isquickfindfields="1"', ''),
    file: tagQuickFind,
    problem: /searches no column/,
    cure: /isquickfindfields/,
  },
  {
    mistake: 'a view without a description',
    source: withText(good, tagQuickFind, '<Description description="', '<Description title="'),
    file: tagQuickFind,
    problem: /no description/,
    cure: /what it shows/,
  },
  {
    mistake: 'a table without a form',
    source: without(good, tagForm),
    file: tag,
    problem: /mcs_tag has no main form/,
    cure: /FormXml\/main/,
  },
  {
    mistake: 'a list on a form by a relationship that does not exist',
    source: withText(
      good,
      onlyFile(good, 'Entities/mcs_audience/FormXml'),
      '<RelationshipName>mcs_audience_mcs_tag<',
      '<RelationshipName>mcs_audience_mcs_tags<',
    ),
    file: onlyFile(good, 'Entities/mcs_audience/FormXml'),
    problem: /list of mcs_tag/,
    cure: /relationship from mcs_tag to mcs_audience/,
  },
];

test.each(mistakes)(
  '$mistake is refused with file and cure',
  ({ source = good, built = builtPages(), ...expected }) => {
    expect(lintSolution(source, built)).toContainEqual({
      file: expected.file,
      problem: expect.stringMatching(expected.problem),
      cure: expect.stringMatching(expected.cure),
    });
  },
);
