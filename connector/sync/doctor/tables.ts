/** Whether the solution is there, with every column that this version writes. */

import { tables } from '../../dataverse/schema.generated';
import { bad, good, type Check, type Finding } from './check';

const deploy = 'deploy the newest solution (npm run solution -- deploy)';

export const tablesCheck: Check = {
  name: 'Tables',
  after: ['Dynamics 365'],
  async look({ inspection }) {
    const findings: Finding[] = [];
    for (const standard of ['list', 'contact', 'lead']) {
      if (await inspection.tableExists(standard)) continue;
      findings.push(
        bad(`Dynamics 365 has no table ${standard}: install Dynamics 365 Sales or Customer Insights, which bring it.`),
      );
    }
    if (findings.length > 0) return findings;
    for (const [table, { columns }] of Object.entries(tables)) {
      const present = await inspection.columns(table);
      if (present === null) {
        findings.push(bad(`Dynamics 365 has no table ${table}: ${deploy}.`));
        continue;
      }
      const missing = Object.keys(columns).filter((column) => !present.has(column));
      if (missing.length > 0) {
        findings.push(bad(`The table ${table} has no column ${missing.join(', ')}: ${deploy}.`));
      }
    }
    return findings.length > 0 ? findings : [good('All tables and columns are there.')];
  },
};
