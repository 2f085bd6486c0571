/**
 * The one module that `@azure/functions` expects from its surroundings, `@azure/functions-core`, which the Functions worker
 * injects. With this stand-in the library registers and converts exactly as it does there.
 * https://github.com/Azure/azure-functions-nodejs-worker/blob/v3.x/types-core/index.d.ts
 */

export interface Binding {
  type: string;
  direction: 'in' | 'out';
  name?: string;
  /** Http. */
  route?: string;
  methods?: string[];
  authLevel?: string;
  /** Queue. */
  queueName?: string;
  connection?: string;
  /** Timer, NCRONTAB. */
  schedule?: string;
}

export interface FunctionMetadata {
  name: string;
  bindings: Record<string, Binding>;
}

export type FunctionCallback = (...args: unknown[]) => unknown;

export interface RegisteredFunction {
  name: string;
  metadata: FunctionMetadata;
  /** The binding that starts it, and the name it has among the bindings. */
  trigger: Binding;
  triggerName: string;
  callback: FunctionCallback;
}

export interface RpcTypedData {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  http?: RpcHttp;
}

export interface RpcHttp {
  method?: string;
  url?: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  params?: Record<string, string>;
  body?: RpcTypedData;
  statusCode?: string;
}

export interface InvocationResponse {
  returnValue?: RpcTypedData | null;
  outputData?: { name: string; data: RpcTypedData }[];
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
}

export interface ProgrammingModel {
  name: string;
  version: string;
  getInvocationModel(invocation: unknown): InvocationModel;
}

export interface CoreStandIn {
  version: string;
  hostVersion: string;
  log(): void;
  setProgrammingModel(model: ProgrammingModel): void;
  getProgrammingModel(): ProgrammingModel;
  registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): { dispose(): void };
  registerHook(name: string, callback: FunctionCallback): { dispose(): void };
  Disposable: new () => { dispose(): void };
  /** Not of the real module: what has been registered so far, by name. */
  registered: ReadonlyMap<string, RegisteredFunction>;
}

export function createCoreStandIn(): CoreStandIn {
  const registered = new Map<string, RegisteredFunction>();
  let model: ProgrammingModel | undefined;
  return {
    version: '3.9.0',
    hostVersion: '4.1037.0',
    registered,
    log: () => {},
    setProgrammingModel: (given) => {
      model = given;
    },
    getProgrammingModel: () => {
      if (!model) throw new Error('No function has been registered, so there is no programming model.');
      return model;
    },
    registerFunction: (metadata, callback) => {
      if (registered.has(metadata.name)) throw new Error(`A function named "${metadata.name}" is registered already.`);
      registered.set(metadata.name, { name: metadata.name, metadata, callback, ...triggerOf(metadata) });
      return { dispose: () => registered.delete(metadata.name) };
    },
    registerHook: () => ({ dispose: () => {} }),
    Disposable: class {
      dispose(): void {}
    },
  };
}

function triggerOf({ name, bindings }: FunctionMetadata): { trigger: Binding; triggerName: string } {
  const found = Object.entries(bindings).find(([, binding]) => binding.type.endsWith('Trigger'));
  if (!found) throw new Error(`The function "${name}" has no trigger.`);
  return { triggerName: found[0], trigger: found[1] };
}
