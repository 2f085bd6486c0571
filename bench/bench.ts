/**
 * `npm run bench -- [SCENARIO] [--json] [--promises]`: calls per service, peak connections, memory and seconds. Calls are exact
 * and are promised; seconds say something only within one run.
 */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { runCommand } from '../commands/run-command';
import { isNotUnderstood, sentenceOf, stackOf } from '../commands/sentence-of';
import { measurement, type Measurement } from './scenario';
import { scenarios, size, type Scenario } from './scenarios';

const help = `npm run bench [-- SCENARIO ... --promises --json]

Measures calls, connections, memory and seconds of the usual situations, or of those that are named, and fails where a promise is
broken.

  --promises   each situation once only, without latency
  --json       print nothing on stdout but one JSON document
  --help       print this

Situations: ${scenarios.map((one) => one.name).join(', ')}.
`;

const latencies = [0, 50];

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      promises: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const names = scenarios.map((one) => one.name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no scenario "${unknown}". There are: ${names.join(', ')}.\n`);
    return 1;
  }
  const chosen = scenarios.filter((one) => positionals.length === 0 || positionals.includes(one.name));
  const measurements: Measurement[] = [];
  let failed = 0;
  if (!values.json) process.stdout.write(`${size.toLocaleString('en')} people\n`);
  for (const scenario of chosen) {
    for (const latency of values.promises || scenario.people ? latencies.slice(0, 1) : latencies) {
      const measured = await inOwnProcess(scenario, latency);
      measurements.push(measured);
      const broken = brokenPromises(scenario, measured);
      failed += broken.length > 0 ? 1 : 0;
      if (!values.json)
        process.stdout.write(`${line(scenario, measured)}${broken.map((text) => `\n  BROKEN: ${text}`).join('')}\n`);
    }
  }
  if (values.json) process.stdout.write(`${JSON.stringify(measurements, null, 2)}\n`);
  else process.stdout.write(`bench: ${measurements.length - failed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
}

async function inOwnProcess(scenario: Scenario, latencyMs: number): Promise<Measurement> {
  const script = join(__dirname, 'scenario.js');
  // Memory that is there is used, so less is given where little is promised.
  const heap = scenario.memoryMb === undefined ? [] : [`--max-old-space-size=${scenario.memoryMb / 2}`];
  const { stdout } = await promisify(execFile)(process.execPath, [...heap, script, scenario.name, String(latencyMs)], {
    maxBuffer: 1 << 26,
  });
  return measurement.parse(JSON.parse(stdout));
}

function brokenPromises(
  { promised, memoryMb: most = Number.POSITIVE_INFINITY }: Scenario,
  { mailchimp, dataverse, status, memoryMb }: Measurement,
): string[] {
  return [
    ...(status === 'completed' || status === 'completed-with-issues' || status === 'needs-approval'
      ? []
      : [`the run ended as ${status}`]),
    ...(mailchimp.requests > promised.mailchimp
      ? [`${mailchimp.requests} Mailchimp requests, promised ${promised.mailchimp}`]
      : []),
    ...(dataverse.requests > promised.dataverse
      ? [`${dataverse.requests} Dataverse requests, promised ${promised.dataverse}`]
      : []),
    ...(memoryMb > most ? [`${memoryMb} MB, promised ${most}`] : []),
    ...(mailchimp.peakConnections > 8 ? [`${mailchimp.peakConnections} connections to Mailchimp, promised 8`] : []),
  ];
}

const line = ({ what }: Scenario, { scenario, latencyMs, mailchimp, dataverse, seconds, memoryMb }: Measurement) =>
  [
    `${scenario} (${what}), latency ${latencyMs} ms:`,
    `  Mailchimp ${mailchimp.requests} requests, ${mailchimp.writes} records, peak ${mailchimp.peakConnections}`,
    `  Dataverse ${dataverse.requests} requests, ${dataverse.writes} records, peak ${dataverse.peakConnections}`,
    `  ${seconds} s, ${memoryMb} MB`,
  ].join('\n');

void runCommand(main, (error) => (isNotUnderstood(error) ? sentenceOf(error) : stackOf(error)));
