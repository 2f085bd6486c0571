/** Nothing of one customer's environment travels in the solution: no secret, no address, no value of a variable. */

import { textFile } from '../source';
import type { Solution } from '../model/solution';
import type { Finding } from './finding';

const forbidden: { pattern: RegExp; what: string; cure: string }[] = [
  {
    pattern: /authvalue/i,
    what: 'an AuthValue',
    cure: 'Register the webhook after the import; its secret never travels in a solution.',
  },
  {
    pattern: /\b[0-9a-f]{32}-us\d+\b/i,
    what: 'a Mailchimp API key',
    cure: 'Remove it and revoke the key in Mailchimp; only the name of a setting belongs here.',
  },
  {
    pattern: /https?:\/\/[\w.-]+\.(dynamics\.com|azurewebsites\.net|vault\.azure\.net|windows\.net)/i,
    what: 'the address of one environment',
    cure: 'Remove it; addresses are settings of the service.',
  },
  {
    pattern: /\b(client_?secret|password|AccountKey|SharedAccessKey)\s*[=:"'>]\s*\S/i,
    what: 'a secret',
    cure: 'Remove it and replace the secret wherever it is used.',
  },
];

export function secretRules({ files }: Solution): Finding[] {
  return [...files.keys()].flatMap((file) => {
    if (file.endsWith('environmentvariablevalues.json')) {
      return [
        {
          file,
          problem: 'Values of environment variables must not be shipped.',
          cure: 'Delete the file; the values are given at the import.',
        },
      ];
    }
    const text = textFile(files, file);
    return forbidden
      .filter(({ pattern }) => pattern.test(text))
      .map(({ what, cure }) => ({ file, problem: `The file contains ${what}.`, cure }));
  });
}
