/**
 * Calls of webhooks: one after the other for each webhook, again at growing intervals while nobody answers with success, and
 * never again after 410. https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/
 */

import { createHmac } from 'node:crypto';
import type { Clock } from '../clock';
import type { Audience } from './audience';
import type { Switches } from './switches';
import type { Webhook, WebhookEvent } from './webhook';

export interface Delivery {
  readonly id: number;
  readonly webhook: string;
  readonly audience: string;
  readonly url: string;
  readonly type: WebhookEvent;
  /** The form as it goes over the wire. */
  readonly body: string;
  state: 'waiting' | 'under way' | 'delivered' | 'given up' | 'dropped';
  attempts: number;
  /** Of the last attempt; null when there was no answer at all. */
  status: number | null;
  /** Of the next attempt, by the clock of the stand-in; null when there is none. */
  due: string | null;
}

/** Minutes between the attempts, 75 in all. */
const pauses = [1, 2, 4, 8, 15, 20, 25];
const patienceMs = 10_000;
const mostKept = 5_000;

interface Order {
  delivery: Delivery;
  webhook: Webhook;
  holder: Audience;
  dueMs: number;
}

export class Deliveries {
  #all: Delivery[] = [];
  #waiting: Order[] = [];
  #lines = new Map<Webhook, Promise<void>>();
  #timers = new Set<NodeJS.Timeout>();
  #lastId = 0;
  readonly #closing = new AbortController();
  readonly #clock: Clock;
  readonly #switches: Switches;

  constructor(clock: Clock, switches: Switches) {
    this.#clock = clock;
    this.#switches = switches;
  }

  /** Oldest first. */
  get all(): readonly Delivery[] {
    return this.#all;
  }

  clear(): void {
    this.#all = this.#all.filter(({ state }) => state === 'waiting' || state === 'under way');
  }

  add(holder: Audience, webhook: Webhook, type: WebhookEvent, body: string): void {
    const { webhookDeliveries } = this.#switches;
    for (let copy = 0; copy < (webhookDeliveries === 'doubled' ? 2 : 1); copy += 1) {
      this.#lastId += 1;
      const delivery: Delivery = {
        id: this.#lastId,
        webhook: webhook.id,
        audience: holder.id,
        url: webhook.url,
        type,
        body,
        state: webhookDeliveries === 'dropped' ? 'dropped' : 'waiting',
        attempts: 0,
        status: null,
        due: null,
      };
      this.#all.push(delivery);
      if (delivery.state === 'waiting') this.#schedule({ delivery, webhook, holder, dueMs: 0 });
    }
    if (this.#all.length > mostKept) this.#all.splice(0, this.#all.length - mostKept);
  }

  /** Sends what is due by the clock. */
  wake(): void {
    if (this.#waiting.length === 0) return;
    const now = this.#clock.now().getTime();
    const due = this.#waiting.filter(({ dueMs }) => dueMs <= now);
    this.#waiting = this.#waiting.filter(({ dueMs }) => dueMs > now);
    for (const order of due) this.#queue(order);
  }

  /** Resolves when nothing is under way and nothing is due; what waits for its next attempt is left waiting. */
  async settled(): Promise<void> {
    for (;;) {
      this.wake();
      if (this.#lines.size === 0) return;
      await Promise.all(this.#lines.values());
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#waiting = [];
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#lines.values());
  }

  #schedule(order: Order): void {
    if (this.#closing.signal.aborted) return;
    this.#waiting.push(order);
    const pause = Math.max(0, order.dueMs - this.#clock.now().getTime());
    order.delivery.due = pause === 0 ? null : new Date(order.dueMs).toISOString();
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        this.wake();
      },
      pause + (pause > 0 ? 20 : 0),
    );
    // A program that has nothing else to do may end before a far attempt, not before one that is due at once.
    if (pause > 0) timer.unref();
    this.#timers.add(timer);
  }

  #queue(order: Order): void {
    const { webhook } = order;
    const line = this.#follow(this.#lines.get(webhook), order).finally(() => {
      if (this.#lines.get(webhook) === line) this.#lines.delete(webhook);
    });
    this.#lines.set(webhook, line);
  }

  async #follow(before: Promise<void> | undefined, order: Order): Promise<void> {
    await before;
    await this.#attempt(order);
  }

  async #attempt(order: Order): Promise<void> {
    const { delivery, webhook, holder } = order;
    if (webhook.disabled || holder.webhooks.get(webhook.id) !== webhook || this.#closing.signal.aborted) {
      delivery.state = 'given up';
      return;
    }
    delivery.state = 'under way';
    delivery.due = null;
    delivery.attempts += 1;
    delivery.status = await this.#post(webhook, delivery.body);
    if (delivery.status !== null && delivery.status >= 200 && delivery.status < 300) {
      delivery.state = 'delivered';
      return;
    }
    if (delivery.status === 410) webhook.disabled = true;
    const pause = pauses[delivery.attempts - 1];
    if (webhook.disabled || pause === undefined) {
      delivery.state = 'given up';
      if (!webhook.disabled && this.#switches.unresponsiveWebhooks === 'dropped') holder.webhooks.delete(webhook.id);
      return;
    }
    delivery.state = 'waiting';
    this.#schedule({ ...order, dueMs: this.#clock.now().getTime() + pause * 60_000 });
  }

  async #post(webhook: Webhook, body: string): Promise<number | null> {
    const headers: Record<string, string> = {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'MailChimp.com',
    };
    if (webhook.secret !== null) {
      headers['x-mailchimp-signature'] = signature(webhook.secret, new Date(), body);
    }
    try {
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(patienceMs)]);
      const answer = await fetch(webhook.url, { method: 'POST', headers, body, redirect: 'manual', signal });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return null;
    }
  }
}

/**
 * Always by the machine's time, wherever the clock of the stand-in is: the receiver compares it with its own time, to refuse
 * calls that are sent again. https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/#securing-webhooks
 */
function signature(secret: string, at: Date, body: string): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
