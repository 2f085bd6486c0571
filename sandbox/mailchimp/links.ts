/** The `_links` of an answer. */

export function links(self: string, parent: string): object[] {
  return [
    { rel: 'self', href: self, method: 'GET' },
    { rel: 'parent', href: parent, method: 'GET' },
  ];
}
