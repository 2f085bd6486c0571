import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import type { Row } from '../store/row';
import { isReference } from '../store/row';
import type { Actor } from '../write/actor';
import type { Background } from './background';
import type { Delivery } from './deliver';
import { deliver, openJob } from './deliver';
import type { PipelineEvent } from './pipeline-event';
import { primaryTable } from './pipeline-event';

/** Deliveries under way at the same time, as an asynchronous service with a few workers makes them. */
const workers = 8;
const rememberedDeliveries = 2000;

/** Collects the events of a request and, once it is committed, sends them to the registered steps. */
export class EventQueue {
  readonly deliveries: Delivery[] = [];
  private pending: { actor: Actor; event: PipelineEvent }[] = [];
  private readonly waiting: (() => Promise<void>)[] = [];
  private active = 0;

  constructor(private readonly background: Background) {}

  raise(actor: Actor, event: PipelineEvent): void {
    if (actor.silent === true) return;
    if (rowsOf(actor.env, 'sdkmessageprocessingstep').size === 0) return;
    this.pending.push({ actor, event });
    actor.env.store.onRollback(() => this.pending.pop());
  }

  /** To be called when the request's changes stand. */
  flush(env: Environment): void {
    const raised = this.pending;
    this.pending = [];
    for (const { actor, event } of raised) {
      for (const step of stepsFor(env, event)) this.schedule(actor, event, step);
    }
  }

  private schedule(actor: Actor, event: PipelineEvent, step: Row): void {
    const job = openJob(actor, event, step);
    this.waiting.push(async () => {
      this.deliveries.push(await deliver(actor, event, step, job));
      if (this.deliveries.length > rememberedDeliveries) this.deliveries.shift();
    });
    if (this.active < workers) this.background.run(this.work());
  }

  private async work(): Promise<void> {
    this.active++;
    // Delivery begins after the answer to the request has been written.
    await new Promise((resolve) => setImmediate(resolve));
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) await next();
    this.active--;
  }
}

function stepsFor(env: Environment, event: PipelineEvent): Row[] {
  return [...rowsOf(env, 'sdkmessageprocessingstep').all()].filter((step) => listensTo(env, step, event));
}

function listensTo(env: Environment, step: Row, event: PipelineEvent): boolean {
  const { statecode, sdkmessageid, sdkmessagefilterid, filteringattributes } = step.values;
  if (statecode !== 0 || !isReference(sdkmessageid)) return false;
  if (rowsOf(env, 'sdkmessage').get(sdkmessageid.id)?.values['name'] !== event.message) return false;
  if (isReference(sdkmessagefilterid)) {
    const filter = rowsOf(env, 'sdkmessagefilter').get(sdkmessagefilterid.id);
    if (filter?.values['primaryobjecttypecode'] !== primaryTable(event)) return false;
  }
  if (event.message !== 'Update' || typeof filteringattributes !== 'string') return true;
  return filteringattributes.split(',').some((name) => name.trim() in event.changed);
}
