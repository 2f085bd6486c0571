/**
 * The part of Mailchimp's own client package that is used here, as a private instance per account. The package exports one
 * shared instance, knows most calls only without types, and derives its host from a data centre; its constructor and its
 * `basePath` are therefore used directly.
 */

import mailchimp from '@mailchimp/mailchimp_marketing';

export interface Answer {
  data: unknown;
  response: { status: number; headers: Record<string, string | undefined> };
}

interface Fields {
  fields?: string[];
}

interface Paging extends Fields {
  count?: number;
  offset?: number;
}

export interface MailchimpClient {
  root: { getRootWithHttpInfo(options: Fields): Promise<Answer> };
  batches: {
    startWithHttpInfo(body: unknown): Promise<Answer>;
    listWithHttpInfo(options: Paging): Promise<Answer>;
    statusWithHttpInfo(batchId: string, options: Fields): Promise<Answer>;
    deleteRequestWithHttpInfo(batchId: string): Promise<Answer>;
  };
  lists: {
    getAllListsWithHttpInfo(options: Paging): Promise<Answer>;
    getListWithHttpInfo(listId: string, options: Fields): Promise<Answer>;
    getListMembersInfoWithHttpInfo(
      listId: string,
      options: Paging & {
        status?: string;
        since_last_changed?: string;
        sort_field?: 'last_changed';
        sort_dir?: 'ASC';
      },
    ): Promise<Answer>;
    getListMemberWithHttpInfo(listId: string, memberId: string, options: Fields): Promise<Answer>;
    batchListMembersWithHttpInfo(listId: string, body: unknown, options: object): Promise<Answer>;
    setListMemberWithHttpInfo(listId: string, memberId: string, body: unknown, options: object): Promise<Answer>;
    updateListMemberWithHttpInfo(listId: string, memberId: string, body: unknown, options: object): Promise<Answer>;
    deleteListMemberWithHttpInfo(listId: string, memberId: string): Promise<Answer>;
    getListMemberTagsWithHttpInfo(listId: string, memberId: string, options: Paging): Promise<Answer>;
    getListMemberActivityFeedWithHttpInfo(listId: string, memberId: string, options: Paging): Promise<Answer>;
    getListWebhooksWithHttpInfo(listId: string): Promise<Answer>;
    createListWebhookWithHttpInfo(listId: string, body: unknown): Promise<Answer>;
    deleteListWebhookWithHttpInfo(listId: string, webhookId: string): Promise<Answer>;
    getListMergeFieldsWithHttpInfo(listId: string, options: Paging): Promise<Answer>;
    addListMergeFieldWithHttpInfo(listId: string, body: unknown): Promise<Answer>;
    listSegmentsWithHttpInfo(listId: string, options: Paging & { type?: 'static' }): Promise<Answer>;
    createSegmentWithHttpInfo(listId: string, body: unknown): Promise<Answer>;
    batchSegmentMembersWithHttpInfo(body: unknown, listId: string, segmentId: string): Promise<Answer>;
    getListInterestCategoriesWithHttpInfo(listId: string, options: Paging): Promise<Answer>;
    listInterestCategoryInterestsWithHttpInfo(listId: string, categoryId: string, options: Paging): Promise<Answer>;
    createSegmentWithHttpInfo(listId: string, body: unknown): Promise<Answer>;
    batchSegmentMembersWithHttpInfo(body: unknown, listId: string, segmentId: string): Promise<Answer>;
    getListMergeFieldsWithHttpInfo(listId: string, options: Paging): Promise<Answer>;
    getListInterestCategoriesWithHttpInfo(listId: string, options: Paging): Promise<Answer>;
    listInterestCategoryInterestsWithHttpInfo(listId: string, categoryId: string, options: Paging): Promise<Answer>;
  };
}

interface ConfigurableClient extends MailchimpClient {
  basePath: string;
  timeout: number;
  setConfig(config: { apiKey: string; server: undefined }): void;
}

/** `baseUrl` with the version: `https://us21.api.mailchimp.com/3.0`. */
export function createMailchimpClient(apiKey: string, baseUrl: string, timeoutMs: number): MailchimpClient {
  const client: ConfigurableClient = Reflect.construct(mailchimp.constructor, []);
  // With a server set, the package replaces the first "server" anywhere in an address, be it in a list's id.
  client.setConfig({ apiKey, server: undefined });
  client.basePath = baseUrl;
  client.timeout = timeoutMs;
  return client;
}
