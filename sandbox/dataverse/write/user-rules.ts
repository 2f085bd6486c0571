import { rowsOf } from '../environment';
import { DataverseError, invalidArgument, notImplemented } from '../errors';
import { isReference, textOfValue } from '../store/row';
import { stableGuid } from '../stable-guid';
import type { TableRules } from './table-rules';

/**
 * Users come from Entra ID; by the Web API only application users are made, each for an app registration.
 * https://learn.microsoft.com/power-platform/admin/manage-application-users
 */
export const userRules: TableRules = {
  creating: ({ env }, values) => {
    const application = values['applicationid'];
    if (typeof application !== 'string') throw notImplemented('creating users that are no application users');
    if (!isReference(values['businessunitid'])) throw invalidArgument("Required field 'businessunitid' is missing.");
    if (rowsOf(env, 'systemuser').having('applicationid', application).length > 0) {
      throw new DataverseError(
        412,
        '0x80040237',
        'A user with the specified application id already exists in this environment.',
      );
    }
    const name = [values['firstname'], values['lastname']]
      .map((part) => textOfValue(part ?? ''))
      .join(' ')
      .trim();
    return {
      fullname: name === '' ? `# ${application}` : name,
      azureactivedirectoryobjectid: stableGuid(`service principal ${application}`),
      accessmode: 4,
      isdisabled: false,
    };
  },
};
