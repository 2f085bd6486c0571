/** A small page to play the other side: the audiences and members of the stand-in, with a button for what people and administrators do. */

import type { IncomingHttpHeaders } from 'node:http';
import { html, Markup } from '../crm/pages/html';
import { isOwnHost, refusalOfChange } from '../crm/same-origin';
import type { Audience } from './audience';
import { writeInstant } from './instant';
import type { Member } from './member';
import { play, playOrder, type PlayOrder } from './play';
import type { Service } from './service';

export interface PageAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const mostShown = 50;
const address = '/_sandbox/page';

export function showPage(service: Service, query: URLSearchParams): PageAnswer {
  const audiences = [...service.accounts.values()].flatMap((account) => [...account.audiences.values()]);
  const wanted = query.get('audience');
  const audience = audiences.find(({ id }) => id === wanted) ?? audiences[0];
  const search = query.get('search') ?? '';
  const said = query.get('said') ?? '';
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Mailchimp sandbox</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        <main>
          <h1>Mailchimp sandbox</h1>
          ${said !== '' && html`<p role="status">${said}</p>`}
          ${audience === undefined ? html`<p>There is no audience.</p>` : audiencePart(audiences, audience, search)}
        </main>
      </body>
    </html>`;
  return answer(200, page);
}

/** Plays what a form of the page asks for and returns to the page. */
export function playForm(service: Service, headers: IncomingHttpHeaders, form: URLSearchParams): PageAnswer {
  const refusal = isOwnHost(headers) ? refusalOfChange(headers) : 'This page is for this machine alone.';
  if (refusal !== null)
    return answer(
      403,
      html`<!doctype html><title>Refused</title>
        <p>${refusal}</p>`,
    );
  const audience = form.get('audience') ?? '';
  let said: string;
  try {
    const order = orderOf(form);
    play(service, order);
    said = `Done: ${form.get('act') ?? ''} ${order.email ?? ''}`;
  } catch (error) {
    said = error instanceof Error ? error.message : String(error);
  }
  const back = new URLSearchParams({ audience, search: form.get('search') ?? '', said });
  return { status: 303, headers: { location: `${address}?${back.toString()}` }, body: '' };
}

function orderOf(form: URLSearchParams): PlayOrder {
  const act = acts[form.get('act') ?? ''];
  if (act === undefined) throw new Error('The page has no such button.');
  const text = (name: string): string => (form.get(name) ?? '').trim();
  return playOrder.parse({
    audience: text('audience'),
    email: text('email'),
    ...act,
    ...(act.do === 'tag' ? { tag: text('tag') } : {}),
    ...(act.do === 'profile' ? { merge_fields: { FNAME: text('FNAME'), LNAME: text('LNAME') } } : {}),
  });
}

const acts: Readonly<Record<string, Pick<PlayOrder, 'do' | 'by'>>> = {
  unsubscribe: { do: 'unsubscribe', by: 'person' },
  subscribe: { do: 'subscribe', by: 'person' },
  archive: { do: 'archive', by: 'admin' },
  bounce: { do: 'clean', by: 'person' },
  'change name': { do: 'profile', by: 'person' },
  'add tag': { do: 'tag', by: 'admin' },
};

function audiencePart(audiences: readonly Audience[], audience: Audience, search: string): Markup {
  const wanted = search.trim().toLowerCase();
  const found: Member[] = [];
  for (const member of audience.members.values()) {
    if (member.address.toLowerCase().includes(wanted)) found.push(member);
  }
  const shown = found.slice(0, mostShown);
  const options = audiences.map(
    ({ id, name }) => html`<option value="${id}" ${new Markup(id === audience.id ? 'selected' : '')}>${name}</option>`,
  );
  return html`<form method="get" action="${address}" role="search">
      <label
        >Audience
        <select name="audience">
          ${options}
        </select></label
      >
      <label>Address contains <input name="search" value="${search}" /></label>
      <button>Show</button>
    </form>
    <form method="post" action="/_sandbox/play">
      ${hidden(audience, search)}
      <label>Address <input name="email" type="email" required /></label>
      <button name="act" value="subscribe">Sign up</button>
    </form>
    <h2>${audience.name}</h2>
    <p>
      ${found.length > shown.length ? `The first ${shown.length} of ${found.length} members` : `${found.length} members`}
    </p>
    <table>
      <thead>
        <tr>
          ${['Address', 'Status', 'Name', 'Tags', 'Last changed', 'Play'].map((title) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${shown.map((member) => row(audience, member, search))}
      </tbody>
    </table>`;
}

function row(audience: Audience, member: Member, search: string): Markup {
  const { FNAME = '', LNAME = '' } = member.mergeFields;
  const names = [FNAME, LNAME].map((part) => (typeof part === 'object' ? '' : String(part)));
  const [first = '', last = ''] = names;
  const who = member.address;
  const form = (inside: Markup): Markup =>
    html`<form method="post" action="/_sandbox/play">
      ${hidden(audience, search)}<input type="hidden" name="email" value="${who}" />${inside}
    </form>`;
  const button = (act: string, title: string): Markup =>
    html`<button name="act" value="${act}" aria-label="${title} ${who}">${title}</button>`;
  const hasNames = ['FNAME', 'LNAME'].every((tag) => audience.mergeFields.some((field) => field.tag === tag));
  return html`<tr>
    <th scope="row">${who}</th>
    <td>${member.status}</td>
    <td>${names.join(' ').trim()}</td>
    <td>${[...member.tags.keys()].map(({ name }) => name).join(', ')}</td>
    <td>${writeInstant(member.lastChanged)}</td>
    <td>
      ${form(
        html`${button('unsubscribe', 'Unsubscribe')} ${button('subscribe', 'Subscribe')}
        ${button('archive', 'Archive as administrator')} ${button('bounce', 'Bounce')}`,
      )}
      ${
        hasNames &&
        form(
          html`<input name="FNAME" value="${first}" aria-label="First name of ${who}" />
            <input name="LNAME" value="${last}" aria-label="Last name of ${who}" />
            ${button('change name', 'Change name')}`,
        )
      }
      ${form(html`<input name="tag" required aria-label="Tag for ${who}" /> ${button('add tag', 'Add tag')}`)}
    </td>
  </tr>`;
}

function hidden(audience: Audience, search: string): Markup {
  return html`<input type="hidden" name="audience" value="${audience.id}" />
    <input type="hidden" name="search" value="${search}" />`;
}

function answer(status: number, page: Markup): PageAnswer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
  };
  return { status, headers, body: page.text };
}

const style = `body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #201f1e; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid #d2d0ce; font-weight: normal; }
thead th { font-weight: 600; }
form { margin: 0 0 0.4rem; }
[role='status'] { padding: 0.5rem 1rem; background: #f3f2f1; }`;
