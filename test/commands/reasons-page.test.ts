import { readFileSync } from 'node:fs';

import { reasonsPage, reasonsPath } from '../../commands/reasons-page';
import { reasonCodes, reasons } from '../../connector/reconcile/reasons';

test('docs/reasons.md holds every reason with its sentence and cure (npm run reasons writes it)', () => {
  const page = readFileSync(reasonsPath, 'utf8');
  expect(page).toBe(reasonsPage());
  for (const code of reasonCodes) {
    expect(page).toContain(reasons[code].sentence);
    expect(page).toContain(reasons[code].cure);
  }
});
