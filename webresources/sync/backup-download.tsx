/** The files of a backup that is done, for those who may read them. */
import { Button } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { saveFile } from '../frame/save-file';
import { useSurroundings } from '../frame/surroundings';
import { backupFile, readFile, readFiles } from '../requests/run-files';
import { t } from '../texts/texts';
import { refusalFrom } from '../web-api';

export function BackupDownload({ runId }: { runId: string }): ReactElement {
  const { api } = useSurroundings();
  const [problem, setProblem] = useState<string | null>(null);
  const download = async (): Promise<void> => {
    try {
      const file = backupFile(await readFiles(api, runId));
      // Too large for a note: the run's sentence says where it is.
      if (file === null) return setProblem(t('sync.run.noFile'));
      saveFile(file.name, file.mimeType, await readFile(api, file.id));
    } catch (error) {
      setProblem(refusalFrom(error).message);
    }
  };
  if (problem !== null) return <span>{problem}</span>;
  return (
    <Button icon={<ArrowDownloadRegular />} onClick={() => void download()}>
      {t('sync.run.download')}
    </Button>
  );
}
