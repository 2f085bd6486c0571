/** Runs that nobody seems to work on, and audiences that have not been synced for long. */

import { bad, good, type Check, type Finding } from './check';

/** The timer sends a lost run again within minutes, and a run in progress writes its row at least with every slice. */
const stuckMinutes = 15;
const staleDays = 7;

export const runs: Check = {
  name: 'Runs',
  after: ['Permissions', 'Tables'],
  async look({ services }) {
    const findings: Finding[] = [];
    const now = services.now().getTime();
    for (const run of await services.crm.openRuns()) {
      const minutes = Math.round((now - Date.parse(run.modifiedOn)) / 60_000);
      if (minutes < stuckMinutes) continue;
      findings.push(
        bad(
          `A run of mode ${run.mode} has stood still as ${run.status} for ${minutes} minutes: look whether the functions run-sync and schedule are enabled and what they log. Run ${run.id}.`,
        ),
      );
    }
    for (const { name, tieState, scheduleMinutes, lastSynced } of await services.crm.audiences()) {
      const days = lastSynced === null ? null : (now - Date.parse(lastSynced)) / 86_400_000;
      if (tieState !== 'running' || scheduleMinutes === 0 || days === null || days < staleDays) continue;
      findings.push(bad(`${name} was last synced ${Math.floor(days)} days ago: look at its last runs in Sync Runs.`));
    }
    return findings.length > 0 ? findings : [good('No run stands still.')];
  },
};
