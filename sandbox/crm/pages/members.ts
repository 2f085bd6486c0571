/** The people on a marketing list, with a search that adds and buttons that remove. */
import { recordLink } from '../links';
import { mostFound, type Member, type MemberTable } from '../marketing-list';
import type { Words } from '../words/words';
import { html, type Markup } from './html';
import { icon } from './icons';

export interface MembersTab {
  appId: string;
  words: Words;
  listId: string;
  table: MemberTable;
  /** What the people are called, in the plural. */
  noun: string;
  members: Member[];
  search: string;
  found: Member[];
  /** Whether this person may change who is on the list. */
  mayChange: boolean;
  said: string;
}

const mostShown = 250;

export function membersTab(tab: MembersTab): Markup {
  const { appId, words, listId, members, search, found, mayChange, said } = tab;
  const noun = tab.noun.toLocaleLowerCase(words.locale);
  const onList = new Set(members.map(({ id }) => id));
  return html`<section class="card">
    <div class="head">
      <h2>${words.members}</h2>
      ${
        mayChange
          ? html`<form class="search" role="search" action="/main.aspx">
              <input type="hidden" name="appid" value="${appId}" /><input
                type="hidden"
                name="pagetype"
                value="entityrecord"
              />
              <input type="hidden" name="etn" value="list" /><input type="hidden" name="id" value="${listId}" /><input
                type="hidden"
                name="tab"
                value="members"
              />
              <label
                >${icon('search')}<input
                  type="search"
                  name="find"
                  value="${search}"
                  placeholder="${words.findToAdd(noun)}"
                  aria-label="${words.findToAddBy(noun)}"
              /></label>
            </form>`
          : ''
      }
    </div>
    ${said === '' ? '' : html`<p class="message good" role="status">${icon('success')}<span>${said}</span></p>`}
    ${
      search === ''
        ? ''
        : html`<div class="found" role="region" aria-label="${words.searchResult}">
            ${found.length === 0 ? html`<p>${words.nobodyFound(search)}</p>` : people(tab, found, 'add', onList)}
            ${found.length === mostFound ? html`<p>${words.theseAreTheFirst(mostFound)}</p>` : ''}
          </div>`
    }
    ${
      members.length === 0
        ? html`<div class="empty">
            ${icon('empty')}
            <p>${words.nobodyOnList}</p>
          </div>`
        : people(tab, members.slice(0, mostShown), 'remove', onList)
    }
    <div class="foot">
      <span
        >${words.memberCount(members.length.toLocaleString(words.locale))}${
          members.length > mostShown ? `, ${words.firstShown(mostShown)}` : ''
        }</span
      >
    </div>
  </section>`;
}

function people(tab: MembersTab, rows: Member[], what: 'add' | 'remove', onList: ReadonlySet<string>): Markup {
  const { appId, words, listId, table } = tab;
  return html`<form method="post" action="/shell/members">
    <input type="hidden" name="appid" value="${appId}" /><input type="hidden" name="list" value="${listId}" /><input
      type="hidden"
      name="do"
      value="${what}"
    />
    <div class="scroll">
      <table class="grid plain">
        <colgroup>
          <col width="280" />
          <col width="320" />
          <col width="140" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">${words.name}</th>
            <th scope="col">${words.email}</th>
            <th scope="col"><span class="unseen">${words.action}</span></th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (person) =>
              html`<tr>
                <td><a href="${recordLink(appId, table.name, person.id)}">${person.name || words.noName}</a></td>
                <td>${person.address}</td>
                <td>${action(tab, person, what, onList)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </form>`;
}

function action(
  { words, mayChange }: MembersTab,
  person: Member,
  what: 'add' | 'remove',
  onList: ReadonlySet<string>,
): Markup | string {
  if (!mayChange) return '';
  if (what === 'add' && onList.has(person.id)) return html`<span class="quiet">${words.onTheList}</span>`;
  return html`<button
    class="small"
    name="person"
    value="${person.id}"
    aria-label="${what === 'add' ? words.addPerson(person.name) : words.removePerson(person.name)}"
  >
    ${icon(what === 'add' ? 'add' : 'remove')}${what === 'add' ? words.add : words.remove}
  </button>`;
}
