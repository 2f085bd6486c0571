/**
 * Who may work: a lease on a blob per name. Whoever dies loses it after half a minute.
 * https://learn.microsoft.com/rest/api/storageservices/lease-blob
 */

import { randomUUID } from 'node:crypto';
import type { BlobLeaseClient, ContainerClient } from '@azure/storage-blob';
import { LeaseLost, type Lease, type Leases } from './port';
import { statusOf } from './status-of';

const seconds = 30;
const renewAfterMs = 10_000;

export function createLeases(container: () => Promise<ContainerClient>, now: () => number = Date.now): Leases {
  return {
    async acquire(name) {
      const blob = (await container()).getBlockBlobClient(`leases/${encodeURIComponent(name)}`);
      const client = blob.getBlobLeaseClient(randomUUID());
      const askedAt = now();
      try {
        await client.acquireLease(seconds);
      } catch (error) {
        if (statusOf(error) === 409) return null;
        if (statusOf(error) !== 404) throw error;
        try {
          await blob.uploadData(Buffer.alloc(0), { conditions: { ifNoneMatch: '*' } });
        } catch (failure) {
          // Somebody else has just made the blob (409), or made and leased it (412).
          if (![409, 412].includes(statusOf(failure) ?? 0)) throw failure;
        }
        try {
          await client.acquireLease(seconds);
        } catch (failure) {
          if (statusOf(failure) === 409) return null;
          throw failure;
        }
      }
      return hold(name, client, askedAt, now);
    },
  };
}

function hold(name: string, client: BlobLeaseClient, acquiredAt: number, now: () => number): Lease {
  let sure = true;
  let renewedAt = acquiredAt;
  const held = () => sure && now() - renewedAt < seconds * 1000;

  async function renew(): Promise<void> {
    const askedAt = now();
    try {
      await client.renewLease();
      renewedAt = askedAt;
    } catch (error) {
      // 409 and 412: somebody else has it, or it was broken. Anything else may pass before the lease runs out.
      if ([404, 409, 412].includes(statusOf(error) ?? 0)) sure = false;
    }
  }

  const heartbeat = setInterval(() => void renew(), renewAfterMs);
  heartbeat.unref();

  return {
    get held() {
      return held();
    },
    async check() {
      if (held() && now() - renewedAt >= renewAfterMs) await renew();
      if (!held()) {
        clearInterval(heartbeat);
        throw new LeaseLost(`The lease ${name} was lost.`);
      }
    },
    async release() {
      clearInterval(heartbeat);
      if (!held()) return;
      sure = false;
      try {
        await client.releaseLease();
      } catch (error) {
        if (![404, 409, 412].includes(statusOf(error) ?? 0)) throw error;
      }
    },
  };
}
