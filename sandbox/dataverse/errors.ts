/** Every refusal of the Web API, with the status, code and wording that the live service uses. */
export class DataverseError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'DataverseError';
  }
}

export const invalidArgument = (message: string) => new DataverseError(400, '0x80040203', message);

export const missingRow = (table: string, id: string) =>
  new DataverseError(404, '0x80040217', `Entity '${table}' With Id = ${id} Does Not Exist`);

export const missingByKey = (table: string) =>
  new DataverseError(404, '0x80060891', `A record with the specified key values does not exist in ${table} entity`);

export const unknownSegment = (name: string) =>
  new DataverseError(404, '0x8006088a', `Resource not found for the segment '${name}'.`);

export const unknownProperty = (name: string, table: string) =>
  new DataverseError(
    400,
    '0x0',
    `Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${table}'.`,
  );

/** Query text that cannot be understood. */
export const badQuery = (message: string) => new DataverseError(400, '0x80060888', message);

export const noResource = (url: string) =>
  new DataverseError(404, '', `No HTTP resource was found that matches the request URI '${url}'.`);

export const wrongVerb = (method: string) =>
  new DataverseError(405, '0x80060888', `The requested resource does not support http method '${method}'.`);

/** https://learn.microsoft.com/troubleshoot/power-platform/dataverse/web-service/web-api-client-errors */
export const badPayload = (set: string, inner: string) =>
  new DataverseError(
    400,
    '0x80048d19',
    `Error identified in Payload provided by the user for Entity :'${set}', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : Microsoft.OData.ODataException: ${inner}`,
  );

export const unknownPayloadProperty = (set: string, table: string, name: string) =>
  badPayload(
    set,
    `The property '${name}' does not exist on type 'Microsoft.Dynamics.CRM.${table}'. Make sure to only use property names that are defined by the type.`,
  );

export const undeclaredNavigation = (set: string, name: string) =>
  badPayload(
    set,
    `An undeclared property '${name}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.`,
  );

export const wrongType = (set: string, literal: unknown, edm: string) =>
  badPayload(set, `Cannot convert the literal '${String(literal)}' to the expected type '${edm}'.`);

export const textTooLong = (table: string, column: string, maxLength: number) =>
  new DataverseError(
    400,
    '0x80044331',
    `A validation error occurred.  The length of the '${column}' attribute of the '${table}' entity exceeded the maximum allowed length of '${maxLength}'.`,
  );

export const choiceOutOfRange = () => new DataverseError(400, '0x8004431A', 'The picklist value is out of the range.');

export const numberOutOfRange = (table: string, column: string, min: number, max: number) =>
  new DataverseError(
    400,
    '0x80044330',
    `A validation error occurred.  The value of '${column}' on record of type '${table}' is outside the valid range. Accepted Values: ${min} to ${max}`,
  );

export const readOnlyRow = () =>
  new DataverseError(400, '0x8004022E', 'The object cannot be updated because it is read-only.');

export const duplicateId = () =>
  new DataverseError(412, '0x80040237', 'A record with matching key values already exists.');

export const duplicateKey = (key: string, columns: string) =>
  new DataverseError(
    412,
    '0x80060892',
    `Entity Key ${key} violated. A record with the same value for ${columns} already exists. A duplicate record cannot be created. Select one or more unique values and try again.`,
  );

export const versionMismatch = () =>
  new DataverseError(
    412,
    '0x80060882',
    "The version of the existing record doesn't match the RowVersion property provided.",
  );

export const unsupportedMessage = (message: string, table: string) =>
  new DataverseError(
    405,
    '0x80040800',
    `The '${message}' method does not support entities of type '${table}'. MessageProcessorCache returned MessageProcessor.Empty.`,
  );

export const missingPrivilege = (
  userId: string,
  privilege: string,
  table: string,
  held: { roles: number; privileges: number },
) =>
  new DataverseError(
    403,
    '0x80040220',
    `Principal user (Id=${userId}, type=8, roleCount=${held.roles}, privilegeCount=${held.privileges}, accessMode=0), is missing ${privilege} privilege (Id=00000000-0000-0000-0000-000000000000) on OTC=0 for entity '${table}'.`,
  );

export const missingAccess = (userId: string, operation: string, table: string, id: string) =>
  new DataverseError(
    403,
    '0x80040220',
    `SecLib::AccessCheckEx2 failed. Entity Name: ${table}, OTC: 0, ObjectId: ${id}, Principal Id: ${userId}, does not have ${operation}Access right(s) for record with id ${id} of entity ${table}`,
  );

/** What the live service can do and the stand-in cannot: never to be taken for an answer of the live one. */
export const notImplemented = (what: string) =>
  new DataverseError(501, '0x0', `The stand-in does not implement ${what}.`);
