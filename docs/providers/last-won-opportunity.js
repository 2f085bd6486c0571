/**
 * A member data provider: the day on which a person's last opportunity was won, as the merge field LASTWON.
 * It asks Dynamics 365 read-only queries of the Web API, and answers for the people whom a run looks at.
 */

const peopleAtOnce = 100;

module.exports = {
  name: 'last won opportunity',
  mergeFields: [{ tag: 'LASTWON', name: 'Last purchase', type: 'date' }],

  /** Whoever has an opportunity that was edited since: winning one, reopening it and moving it to somebody else are edits. */
  async changedSince(crm, since, type) {
    const column = columnOf(type);
    const rows = await crm.rows(`opportunities?$select=${column}&$filter=modifiedon ge ${since} and ${column} ne null`);
    return rows.map((row) => row[column]);
  },

  async values(crm, personIds, type) {
    const column = columnOf(type);
    const values = new Map();
    for (let from = 0; from < personIds.length; from += peopleAtOnce) {
      const people = personIds.slice(from, from + peopleAtOnce).map((id) => `${column} eq ${id}`);
      const won = await crm.rows(
        `opportunities?$select=${column},actualclosedate&$filter=statecode eq 1 and (${people.join(' or ')})`,
      );
      for (const row of won) {
        const day = (row.actualclosedate ?? '').slice(0, 10);
        const known = values.get(row[column])?.LASTWON ?? '';
        if (day > known) values.set(row[column], { LASTWON: day });
      }
    }
    return values;
  },
};

/** An opportunity belongs to a contact, or came from a lead. */
const columnOf = (type) => (type === 'lead' ? '_originatingleadid_value' : '_parentcontactid_value');
