/** Calls a function through the library's own conversion of arguments and answers. */
import { randomUUID } from 'node:crypto';
import type { CoreStandIn, InvocationResponse, RegisteredFunction, RpcTypedData } from './core-stand-in';

export type FunctionLog = (functionName: string, level: string, line: string) => void;

/** Rejects with what the function threw. */
export async function invoke(
  core: CoreStandIn,
  called: RegisteredFunction,
  data: RpcTypedData,
  options: { triggerMetadata?: Record<string, RpcTypedData>; log: FunctionLog },
): Promise<InvocationResponse> {
  const invocationId = randomUUID();
  const model = core.getProgrammingModel().getInvocationModel({
    invocationId,
    metadata: called.metadata,
    request: {
      invocationId,
      inputData: [{ name: called.triggerName, data }],
      triggerMetadata: options.triggerMetadata ?? {},
    },
    log: (level: string, _category: string, line: string) => options.log(called.name, level, line),
  });
  const { context, inputs } = await model.getArguments();
  const result = await model.invokeFunction(context, inputs, called.callback);
  return model.getResponse(context, result);
}
