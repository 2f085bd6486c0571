/** Who sits in front of the shell. The stand-in knows each by a token; the shell remembers the choice in a cookie. */
export interface ShellUser {
  key: string;
  name: string;
  role: string;
  token: string;
}

export const administrator: ShellUser = {
  key: 'administrator',
  name: 'Alex Admin',
  role: 'System Administrator',
  token: 'stand-in-administrator',
};

export const users: readonly ShellUser[] = [
  administrator,
  { key: 'user', name: 'Uma User', role: 'Audience Sync User, Salesperson', token: 'stand-in-user' },
  { key: 'nobody', name: 'Nora Nobody', role: 'Salesperson', token: 'stand-in-nobody' },
];

export function userOfCookie(header: string | undefined): ShellUser {
  const named = /(?:^|;\s*)user=([a-z]+)/.exec(header ?? '')?.[1];
  return users.find((user) => user.key === named) ?? administrator;
}
