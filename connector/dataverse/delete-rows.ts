/** Deletes rows, a hundred in one batch. A row that is gone already is deleted, too. */

import type { DataverseContext } from './context';
import { DataverseRefusal, judgeDataverseError } from './errors';
import { inChunks } from './lookup-in';

export async function deleteRows({ client }: DataverseContext, set: string, ids: readonly string[]): Promise<void> {
  for (const chunk of inChunks(ids, 100)) {
    const answers = await client.batch(
      (api) => {
        for (const id of chunk) void api.deleteRecord({ collection: set, key: id });
      },
      { repeatable: true, continueOnError: true },
    );
    for (const answer of answers) {
      if (!(answer instanceof Error)) continue;
      const { error } = judgeDataverseError(answer);
      const gone = error instanceof DataverseRefusal && error.kind === 'not-found';
      if (!gone) throw error;
    }
  }
}
