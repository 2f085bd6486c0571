/** What the shell does in the platform's place: it puts people on a marketing list and takes them off. */
import { z } from 'zod';
import { changeMembers, memberTableOf } from './marketing-list';
import { backToRecord } from './shell-page';
import { WebApiRefusal, type WebApi } from './web-api';

const membersForm = z.object({ appid: z.string(), list: z.guid(), do: z.enum(['add', 'remove']), person: z.guid() });

/** Answers the address to go to. */
export async function changeListMembers(api: WebApi, body: unknown): Promise<string> {
  const form = membersForm.parse(body);
  const table = memberTableOf(await api.get(`lists(${form.list})`));
  if (table === null)
    throw new WebApiRefusal(400, 'Only static lists of contacts or leads have members to change here.');
  await changeMembers(api, form.list, table, form.do, form.person);
  return backToRecord(form.appid, 'list', form.list, form.do === 'add' ? 'added' : 'removed', 'members');
}
