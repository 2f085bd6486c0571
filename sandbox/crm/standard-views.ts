/** Views of the standard tables for as long as no solution brings its own: Dynamics 365 ships them with Sales. */
import type { View } from './view';

export const standardViews: Readonly<Record<string, View[]>> = {
  contact: [
    view('contact', 'Active Contacts', 'fullname', [
      ['fullname', 220],
      ['emailaddress1', 260],
      ['telephone1', 150],
      ['jobtitle', 160],
      ['statecode', 110],
      ['createdon', 170],
    ]),
  ],
  lead: [
    view('lead', 'Open Leads', 'fullname', [
      ['fullname', 200],
      ['subject', 220],
      ['emailaddress1', 260],
      ['companyname', 180],
      ['statuscode', 110],
      ['createdon', 170],
    ]),
  ],
  list: [
    view('list', 'Active Marketing Lists', 'listname', [
      ['listname', 280],
      ['createdfromcode', 170],
      ['membercount', 120],
      ['statecode', 110],
      ['createdon', 170],
    ]),
  ],
};

function view(table: string, name: string, order: string, columns: [name: string, width: number][]): View {
  const attributes = columns.map(([column]) => `<attribute name="${column}"/>`).join('');
  return {
    id: 'standard',
    name,
    columns: columns.map(([column, width]) => ({ name: column, width })),
    fetch:
      `<fetch><entity name="${table}">${attributes}<order attribute="${order}"/>` +
      '<filter type="and"><condition attribute="statecode" operator="eq" value="0"/></filter></entity></fetch>',
  };
}
