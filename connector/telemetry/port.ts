/** What operators see. Properties hold ids and counts, never an e-mail address or a name (a hash prefix at most). */

export type Properties = Record<string, string | number | boolean>;

export interface Telemetry {
  event(name: string, properties?: Properties): void;
  metric(name: string, value: number, properties?: Properties): void;
  exception(error: unknown, properties?: Properties): void;
  flush(): Promise<void>;
}
