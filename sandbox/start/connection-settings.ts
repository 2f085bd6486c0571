/** The settings with which the functions and the commands reach the stand-ins. */
import { tokens } from '../dataverse/users';

export interface Addresses {
  dataverseUrl: string;
  mailchimpUrl: string;
  mailchimpKey: string;
  storage: string;
}

export function connectionSettings({
  dataverseUrl,
  mailchimpUrl,
  mailchimpKey,
  storage,
}: Addresses): Record<string, string> {
  return {
    DATAVERSE_URL: dataverseUrl,
    DATAVERSE_AUTH: 'token',
    DATAVERSE_TOKEN: tokens.service,
    MAILCHIMP_API_KEY: mailchimpKey,
    MAILCHIMP_BASE_URL: `${mailchimpUrl}/3.0`,
    AzureWebJobsStorage: storage,
  };
}
