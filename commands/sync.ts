/** `npm run sync`: one run, or one for every audience that is due, against whatever the environment names, in this process. */

import { parseArgs } from 'node:util';

import { choiceLabels } from '../connector/dataverse/schema.generated';
import { readSettings } from '../connector/settings';
import { connect } from '../connector/sync/connect';
import { ServiceError } from '../connector/service-error';
import { chooseAudiences } from './choose-audiences';
import { exitCodeOf, runInProcess, type RunReport } from './run-in-process';
import { describeNumbers, describeReport } from './describe';
import { sentenceOf } from './sentence-of';

const help = `Usage: npm run sync -- [options]

  --audience NAME   this audience only; without it, every audience that is due
  --full            read both sides whole
  --preview         show what would happen and change nothing
  --yes             start a first run; without it its numbers are shown and nothing is changed
  --max-time S      stop after so many seconds; the next call goes on
  --json            print nothing on stdout but one JSON document
  --help            this text

Exit code: 0 completed, 2 needs approval or a first run without --yes, 1 everything else.
`;

export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      audience: { type: 'string' },
      full: { type: 'boolean', default: false },
      preview: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      'max-time': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const maxSeconds = secondsOf(values['max-time']);
  const services = connect(readSettings(process.env));
  const say = (text: string) => void process.stderr.write(`${text}\n`);

  const audiences = await chooseAudiences(services, values.audience);
  if (audiences.length === 0) say('No audience is due.');
  const until = new Date(services.now().getTime() + maxSeconds * 1000);
  const reports: RunReport[] = [];
  for (const audience of audiences) {
    const report = await runInProcess(services, audience, {
      full: values.full,
      preview: values.preview,
      yes: values.yes,
      until,
      say,
    });
    reports.push(report);
    if (!values.json)
      process.stdout.write(`${report.firstRunShown ? describeNumbers(report) : describeReport(report)}\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify(asJson(reports, values.audience !== undefined), null, 2)}\n`);
  await services.telemetry.flush();
  return Math.max(0, ...reports.map(exitCodeOf));
}

function asJson(reports: RunReport[], single: boolean): unknown {
  const documents = reports.map(({ audience, status, sentence, counts, mailchimp, dataverse, seconds }) => ({
    audience,
    status: choiceLabels.mcs_runstatus[status],
    sentence,
    counts,
    mailchimp,
    dataverse,
    seconds,
  }));
  return single ? documents[0] : { runs: documents };
}

function secondsOf(text: string | undefined): number {
  const seconds = Number(text ?? 24 * 60 * 60);
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new ServiceError('misconfigured', `--max-time wants a number of seconds, not "${text}".`);
}

if (require.main === module) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${sentenceOf(error)}\n`);
      process.exit(1);
    },
  );
}
