/** The texts of the command script, apart from those of the pages so that it stays small. */
import { createTranslator } from './translator';
import commandsDe from './de/commands.json';
import commonDe from './de/common.json';
import commandsEn from './en/commands.json';
import commonEn from './en/common.json';

export const { t, hasText } = createTranslator(
  { common: commonEn, commands: commandsEn },
  { common: commonDe, commands: commandsDe },
);
