import { lintSolution } from '../../solution/tools/lint/lint';
import type { Files } from '../../solution/tools/source';
import { builtPages, committedSolution, onlyFile, withFile, withText, without } from './changed-solution';

const good = committedSolution();
const audience = 'Entities/mcs_audience/Entity.xml';
const audiencesView = onlyFile(good, 'Entities/mcs_audience/SavedQueries', '"Active Audiences"');
const tagsView = onlyFile(good, 'Entities/mcs_tag/SavedQueries', '"Active Tags"');
const tagsOfAudience = onlyFile(good, 'Entities/mcs_tag/SavedQueries', '"Tag Associated View"');
const listsView = onlyFile(good, 'Entities/List/SavedQueries', '"Active marketing lists and their audience"');
const tagForm = onlyFile(good, 'Entities/mcs_tag/FormXml');
const audienceForm = onlyFile(good, 'Entities/mcs_audience/FormXml');
const siteMap = 'AppModuleSiteMaps/mcs_AudienceSync/AppModuleSiteMap.xml';
const app = 'AppModules/mcs_AudienceSync/AppModule.xml';
const manifest = 'Other/Solution.xml';
const relationships = 'Other/Relationships.xml';
const script = 'WebResources/mcs_/sync/app.js.data.xml';

interface Mistake {
  mistake: string;
  source?: Files;
  built?: Files;
  file: string;
  problem: RegExp;
  cure: RegExp;
}

const idOf = (file: string) => /\{([\w-]+)\}/.exec(file)?.[1] ?? '';

const mistakes: Mistake[] = [
  {
    mistake: 'a file that is not well-formed',
    source: withText(good, audience, '</EntityInfo>', ''),
    file: audience,
    problem: /not well-formed/,
    cure: /Correct the XML/,
  },
  {
    mistake: 'a lookup without a relationship',
    source: withText(good, 'Other/Relationships/mcs_account.xml', '>mcs_accountid<', '>mcs_otherid<'),
    file: audience,
    problem: /lookup mcs_accountid has no relationship/,
    cure: /Other\/Relationships/,
  },
  {
    mistake: 'a relationship of a lookup that does not exist',
    source: withText(
      good,
      'Other/Relationships/mcs_tag.xml',
      '<ReferencingAttributeName>mcs_tagid',
      '<ReferencingAttributeName>mcs_labelid',
    ),
    file: 'Other/Relationships/mcs_tag.xml',
    problem: /list\.mcs_labelid, which does not exist/,
    cure: /ReferencingAttributeName/,
  },
  {
    mistake: 'a relationship that is listed without a body',
    source: withText(good, relationships, '"mcs_tag_list"', '"mcs_tag_lists"'),
    file: relationships,
    problem: /mcs_tag_lists has no body/,
    cure: /remove the entry/,
  },
  {
    mistake: 'a relationship body that is not listed',
    source: withText(good, relationships, '<EntityRelationship Name="mcs_tag_list" />', ''),
    file: 'Other/Relationships/mcs_tag.xml',
    problem: /not listed/,
    cure: /Add its name/,
  },
  {
    mistake: 'a navigation property that code would not expect',
    source: withText(
      good,
      'Other/Relationships/mcs_tag.xml',
      '<NavigationPropertyName>mcs_tagid',
      '<NavigationPropertyName>mcs_Tag',
    ),
    file: 'Other/Relationships/mcs_tag.xml',
    problem: /"mcs_Tag" instead of mcs_tagid/,
    cure: /name of the lookup/,
  },
  {
    mistake: 'a view on a column that does not exist',
    source: withText(good, tagsView, '<attribute name="mcs_membercount" />', '<attribute name="mcs_members" />'),
    file: tagsView,
    problem: /mcs_tag\.mcs_members, which does not exist/,
    cure: /Correct the name/,
  },
  {
    mistake: 'a view on a column that a standard table does not have',
    source: withText(good, listsView, '<attribute name="membercount" />', '<attribute name="members" />'),
    file: listsView,
    problem: /list\.members, which does not exist/,
    cure: /known columns of the standard table/,
  },
  {
    mistake: 'a view that shows a column without fetching it',
    source: withText(good, audiencesView, '<attribute name="mcs_syncstatus" />', ''),
    file: audiencesView,
    problem: /shows the column mcs_syncstatus without fetching/,
    cure: /Add an attribute/,
  },
  {
    mistake: 'a view sorted by a column that does not exist',
    source: withText(good, tagsView, '<order attribute="mcs_name"', '<order attribute="name"'),
    file: tagsView,
    problem: /mcs_tag\.name/,
    cure: /Correct the name/,
  },
  {
    mistake: 'a view whose file is not named after its id',
    source: withFile(without(good, tagsView), tagsView.replace('{', '{0'), Buffer.from(good.get(tagsView)!).toString()),
    file: tagsView.replace('{', '{0'),
    problem: /belongs into/,
    cure: /Rename the file/,
  },
  {
    mistake: 'a form on a column that does not exist',
    source: withText(good, tagForm, 'datafieldname="mcs_membercount"', 'datafieldname="mcs_members"'),
    file: tagForm,
    problem: /mcs_members, which mcs_tag does not have/,
    cure: /datafieldname/,
  },
  {
    mistake: 'a form control without a class id',
    source: withText(good, tagForm, 'classid="{270BD3DB-D9AF-4782-9025-509E298DEC0A}" ', ''),
    file: tagForm,
    problem: /mcs_audienceid has no class id/,
    cure: /classid/,
  },
  {
    mistake: 'a list on a form with the view of another table',
    source: withText(good, audienceForm, idOf(tagsOfAudience), idOf(audiencesView)),
    file: audienceForm,
    problem: /list of mcs_tag/,
    cure: /view of mcs_tag/,
  },
  {
    mistake: 'a key on a column that does not exist',
    source: withText(good, audience, '<AttributeName>mcs_mailchimplistid', '<AttributeName>mcs_listid'),
    file: audience,
    problem: /mcs_audience_mailchimplist uses the column mcs_listid/,
    cure: /AttributeName/,
  },
  {
    mistake: 'a column without the prefix',
    source: withText(good, audience, '<LogicalName>mcs_mailablecount', '<LogicalName>mailablecount'),
    file: audience,
    problem: /mailablecount lacks the publisher's prefix/,
    cure: /mcs_/,
  },
  {
    mistake: 'a column without a description',
    source: withText(
      good,
      audience,
      '<Description description="What the sync is doing, or how it ended." languagecode="1033" />',
      '',
    ),
    file: audience,
    problem: /mcs_syncstatus has no description/,
    cure: /administrator/,
  },
  {
    mistake: 'a column of a choice that does not exist',
    source: withText(good, audience, '<OptionSetName>mcs_direction', '<OptionSetName>mcs_way'),
    file: audience,
    problem: /mcs_direction uses the choice mcs_way/,
    cure: /OptionSetName/,
  },
  {
    mistake: 'a default that is no option',
    source: withText(good, audience, '<AppDefaultValue>937500000', '<AppDefaultValue>937500099'),
    file: audience,
    problem: /default 937500099/,
    cure: /-1 for no default/,
  },
  {
    mistake: 'an option value outside the prefix',
    source: withText(good, 'OptionSets/mcs_direction.xml', '937500002', '100000002'),
    file: 'OptionSets/mcs_direction.xml',
    problem: /100000002 of mcs_direction does not begin with the publisher's 93750/,
    cure: /next free value/,
  },
  {
    mistake: 'an option value used twice',
    source: withText(good, 'OptionSets/mcs_direction.xml', '937500002', '937500001'),
    file: 'OptionSets/mcs_direction.xml',
    problem: /used twice/,
    cure: /next free value/,
  },
  {
    mistake: 'an option without a code',
    source: withText(good, 'OptionSets/mcs_direction.xml', 'ExternalValue="to-crm"', ''),
    file: 'OptionSets/mcs_direction.xml',
    problem: /no ExternalValue/,
    cure: /code in lower case/,
  },
  {
    mistake: 'a reason that the code does not know',
    source: withText(good, 'OptionSets/mcs_reason.xml', 'ExternalValue="said-no"', 'ExternalValue="refused"'),
    file: 'OptionSets/mcs_reason.xml',
    problem: /refused\) differs from connector\/reconcile\/reasons\.ts \(said-no\)/,
    cure: /at the end/,
  },
  {
    mistake: 'an id used twice',
    source: withText(good, tagForm, 'id="{', `id="{${idOf(audiencesView)}}" labelid="{`),
    file: tagForm,
    problem: new RegExp(`${idOf(audiencesView)} is used already in`),
    cure: /fresh guid/,
  },
  {
    mistake: 'a root component without a file',
    source: without(good, 'OptionSets/mcs_eventkind.xml'),
    file: manifest,
    problem: /type 9 named mcs_eventkind has no file/,
    cure: /Remove the root component/,
  },
  {
    mistake: 'a component that is not listed',
    source: withText(good, manifest, '<RootComponent type="9" schemaName="mcs_eventkind" behavior="0" />', ''),
    file: 'OptionSets/mcs_eventkind.xml',
    problem: /not listed in Other\/Solution\.xml/,
    cure: /type="9" schemaName="mcs_eventkind"/,
  },
  {
    mistake: 'the whole of a standard table',
    source: withText(good, manifest, 'schemaName="list" behavior="2"', 'schemaName="list" behavior="0"'),
    file: manifest,
    problem: /list has behavior "0"/,
    cure: /behavior="2"/,
  },
  {
    mistake: 'a kind of file that the packer does not know',
    source: withFile(good, 'ServiceEndpoints/{1}.xml', '<ServiceEndpoint />'),
    file: 'ServiceEndpoints/{1}.xml',
    problem: /does not know this kind/,
    cure: /teach/,
  },
  {
    mistake: 'a web resource that is declared but not built',
    built: without(builtPages(), 'mcs_/sync/app.js'),
    file: script,
    problem: /declared but not built/,
    cure: /npm run build/,
  },
  {
    mistake: 'a web resource that is built but not declared',
    built: withFile(builtPages(), 'mcs_/sync/chunk.js', ''),
    file: 'WebResources/mcs_/sync/chunk.js.data.xml',
    problem: /built but not declared/,
    cure: /root component of type 61/,
  },
  {
    mistake: 'a web resource under another file name than its id',
    source: withText(good, script, '<FileName>/WebResources/mcs_', '<FileName>/WebResources/MCS_'),
    file: script,
    problem: /FileName is/,
    cure: /Write \/WebResources\/mcs_syncappjs[0-9A-F-]{36}/,
  },
  {
    mistake: 'a script declared as styles',
    source: withText(good, script, '<WebResourceType>3', '<WebResourceType>2'),
    file: script,
    problem: /does not fit \.js/,
    cure: /Write 3/,
  },
  {
    mistake: 'a site map that leads to a page that does not exist',
    source: withText(good, siteMap, '$webresource:mcs_/sync/index.html', '$webresource:mcs_/sync/home.html'),
    file: siteMap,
    problem: /mcs_\/sync\/home\.html, which is not declared/,
    cure: /Correct the name/,
  },
  {
    mistake: 'a site map that leads to a table outside the app',
    source: withText(good, app, '<AppModuleComponent type="1" schemaName="lead" />', ''),
    file: siteMap,
    problem: /table lead, which the app does not contain/,
    cure: /schemaName="lead"/,
  },
  {
    mistake: 'an app without one of our own views',
    source: withText(good, app, `<AppModuleComponent type="26" id="{${idOf(tagsView)}}" />`, ''),
    file: app,
    problem: /lacks Entities\/mcs_tag\/SavedQueries/,
    cure: new RegExp(idOf(tagsView)),
  },
  {
    mistake: 'an app with a view that does not exist',
    source: withText(good, app, idOf(tagsView), '00000000-0000-4000-8000-000000000001'),
    file: app,
    problem: /00000000-0000-4000-8000-000000000001 of type 26, which does not exist/,
    cure: /Correct or remove/,
  },
  {
    mistake: 'a secret of a webhook',
    source: withFile(good, 'serviceendpoints/hook.xml', '<ServiceEndpoint><AuthValue>x</AuthValue></ServiceEndpoint>'),
    file: 'serviceendpoints/hook.xml',
    problem: /AuthValue/,
    cure: /after the import/,
  },
  {
    mistake: 'a Mailchimp API key',
    source: withText(good, audience, 'Empty means 500.', `Try ${'0123456789abcdef'.repeat(2)}-us6.`),
    file: audience,
    problem: /Mailchimp API key/,
    cure: /revoke/,
  },
  {
    mistake: 'the address of an environment',
    source: withText(good, audience, 'Empty means 500.', 'See https://contoso.crm4.dynamics.com/main.aspx.'),
    file: audience,
    problem: /address of one environment/,
    cure: /settings of the service/,
  },
  {
    mistake: 'values of environment variables',
    source: withFile(good, 'environmentvariabledefinitions/mcs_url/environmentvariablevalues.json', '{}'),
    file: 'environmentvariabledefinitions/mcs_url/environmentvariablevalues.json',
    problem: /must not be shipped/,
    cure: /Delete the file/,
  },
];

test('the committed solution has nothing to complain of', () => {
  expect(lintSolution(good, builtPages())).toEqual([]);
});

test.each(mistakes)(
  '$mistake is refused with file and cure',
  ({ source = good, built = builtPages(), ...expected }) => {
    const findings = lintSolution(source, built);
    expect(findings).toContainEqual({
      file: expected.file,
      problem: expect.stringMatching(expected.problem),
      cure: expect.stringMatching(expected.cure),
    });
  },
);
