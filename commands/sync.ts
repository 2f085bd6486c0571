/** `npm run sync`: one run, or one for every audience that is due, against whatever the environment names, in this process. */

import { parseArgs } from 'node:util';

import { choiceLabels } from '../connector/dataverse/schema.generated';
import { ServiceError } from '../connector/service-error';
import { chooseAudiences, sayWhatWaits } from './choose-audiences';
import { printWhy } from './print-why';
import { approveInProcess, undoInProcess } from './run-aside';
import { exitCodeOf, runInProcess, type RunReport, type RunTerms } from './run-in-process';
import { describeNumbers, describeReport, describeUndo } from './describe';
import { runCommand } from './run-command';
import { servicesOf } from './services-of';

const help = `Usage: npm run sync -- [options]

  --audience NAME   this audience only; without it, every audience that is due
  --full            read both sides whole
  --preview         show what would happen and change nothing
  --yes             start a first run; without it its numbers are shown and nothing is changed
  --approve RUN     carry out what that run holds, or "last"
  --undo RUN        show what would come back of that run, or "last"; --yes takes it back and pauses the audience
  --why ADDRESS     tell the whole story of one person in the audience and change nothing
  --max-time S      stop after so many seconds; the next call goes on
  --json            print nothing on stdout but one JSON document
  --verbose         write what operators see, as JSON lines, on stderr
  --help            this text

Exit code: 0 completed, or the story was told; 2 needs approval, or a first run or an undo without --yes; 1 everything else,
also where nobody knows the address of --why.
`;

export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      audience: { type: 'string' },
      full: { type: 'boolean', default: false },
      preview: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      approve: { type: 'string' },
      undo: { type: 'string' },
      why: { type: 'string' },
      'max-time': { type: 'string' },
      json: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (values.yes && values.preview) {
    throw new ServiceError('misconfigured', 'Name either --yes or --preview: a preview changes nothing.');
  }
  const maxSeconds = secondsOf(values['max-time']);
  const services = servicesOf(values.verbose);
  const say = (text: string) => void process.stderr.write(`${text}\n`);

  if (values.why !== undefined) return printWhy(services, values.why, values.audience, values.json);
  const until = new Date(services.now().getTime() + maxSeconds * 1000);
  const { full, preview, yes } = values;
  const terms: RunTerms = { full, preview, yes, until, say };
  if (values.approve !== undefined || values.undo !== undefined) {
    const report =
      values.approve === undefined
        ? await undoInProcess(services, values.undo ?? 'last', values.audience, terms)
        : await approveInProcess(services, values.approve, values.audience, terms);
    const told = values.undo === undefined ? describeReport(report) : describeUndo(report);
    const document = values.json ? JSON.stringify(asJson([report], true), null, 2) : told;
    process.stdout.write(`${document}\n`);
    if (report.firstRunShown && report.status === 'completed') say('Take it back with --yes.');
    await services.telemetry.flush();
    return exitCodeOf(report);
  }

  const audiences = await chooseAudiences(services, values.audience);
  if (audiences.length === 0) say(await sayWhatWaits(services));
  const reports: RunReport[] = [];
  for (const audience of audiences) {
    const report = await runInProcess(services, audience, terms);
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

if (require.main === module) void runCommand(main);
