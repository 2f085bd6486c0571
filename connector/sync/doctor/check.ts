/** What a check of the doctor looks at, and how it says what it found. */

import type { Inspection } from '../../dataverse/inspection';
import type { Settings } from '../../settings';
import type { Services } from '../run/services';

export interface Patient {
  settings: Settings;
  services: Services;
  /** What the environment says about itself. */
  inspection: Inspection;
}

export interface Finding {
  /** `note` is something to know, and no reason to call the whole ill. */
  level: 'good' | 'note' | 'bad';
  /** With what to do, where it is not good. */
  sentence: string;
}

export interface Check {
  name: string;
  /** Checks that have to be free of anything bad before this one can tell anything. */
  after: readonly string[];
  look(patient: Patient): Promise<Finding[]>;
}

export const good = (sentence: string): Finding => ({ level: 'good', sentence });
export const note = (sentence: string): Finding => ({ level: 'note', sentence });
export const bad = (sentence: string): Finding => ({ level: 'bad', sentence });
