/** The people on a marketing list, with a search that adds and buttons that remove. */
import { recordLink } from '../links';
import { mostFound, type Member, type MemberTable } from '../marketing-list';
import { html, type Markup } from './html';
import { icon } from './icons';

export interface MembersTab {
  appId: string;
  listId: string;
  table: MemberTable;
  members: Member[];
  search: string;
  found: Member[];
}

const mostShown = 250;

export function membersTab(tab: MembersTab): Markup {
  const { appId, listId, table, members, search, found } = tab;
  const noun = table.name === 'lead' ? 'leads' : 'contacts';
  const onList = new Set(members.map(({ id }) => id));
  return html`<section class="card">
    <div class="head">
      <h2>Members</h2>
      <form class="search" role="search" action="/main.aspx">
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
            placeholder="Find ${noun} to add"
            aria-label="Find ${noun} to add by name or address"
        /></label>
      </form>
    </div>
    ${
      search === ''
        ? ''
        : html`<div class="found" role="region" aria-label="Search result">
            ${found.length === 0 ? html`<p>Nobody found for "${search}".</p>` : people(tab, found, 'add', onList)}
            ${found.length === mostFound ? html`<p>These are the first ${mostFound}. Type more to find others.</p>` : ''}
          </div>`
    }
    ${
      members.length === 0
        ? html`<div class="empty">
            ${icon('info')}
            <p>Nobody is on this list yet.</p>
          </div>`
        : people(tab, members.slice(0, mostShown), 'remove', onList)
    }
    <div class="foot">
      <span
        >Members:
        ${members.length.toLocaleString('en-US')}${members.length > mostShown ? `, the first ${mostShown} shown` : ''}</span
      >
    </div>
  </section>`;
}

function people(tab: MembersTab, rows: Member[], what: 'add' | 'remove', onList: ReadonlySet<string>): Markup {
  const { appId, listId, table } = tab;
  return html`<form method="post" action="/shell/members">
    <input type="hidden" name="appid" value="${appId}" /><input type="hidden" name="list" value="${listId}" /><input
      type="hidden"
      name="do"
      value="${what}"
    />
    <div class="scroll">
      <table class="grid">
        <colgroup>
          <col width="280" />
          <col width="320" />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Email</th>
            <th scope="col"><span class="unseen">Action</span></th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (person) =>
              html`<tr>
                <td><a href="${recordLink(appId, table.name, person.id)}">${person.name || '(no name)'}</a></td>
                <td>${person.address}</td>
                <td>
                  ${
                    what === 'add' && onList.has(person.id)
                      ? html`<span class="quiet">On the list</span>`
                      : html`<button
                          class="small"
                          name="person"
                          value="${person.id}"
                          aria-label="${what === 'add' ? 'Add' : 'Remove'} ${person.name || person.address}"
                        >
                          ${what === 'add' ? html`${icon('add')}Add` : html`${icon('remove')}Remove from list`}
                        </button>`
                  }
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </form>`;
}
