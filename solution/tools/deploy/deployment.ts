/** What the parts of a deployment work with, and how they say what differs from how it should be. */

import type { WebApi } from '../dataverse/web-api';
import type { Package } from './package-file';

export interface Deployment {
  api: WebApi;
  package: Package;
  publicUrl: string;
  secret: string;
  functionsKey: string | null;
  /** Application (client) id of the service's app registration, to be given its role; null leaves users alone. */
  serviceUser: string | null;
  say: (sentence: string) => void;
  /** Milliseconds between two looks at a job. */
  pollMs: number;
}

export interface Difference {
  /** What is found, for people who only look. */
  found: string;
  /** What has been done about it. */
  done: string;
  mend: () => Promise<void>;
}

/** Looks, and changes nothing. Asked again after mending it must answer nothing. */
export type Inspect = (deployment: Deployment) => Promise<Difference[]>;
