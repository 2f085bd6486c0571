import { HttpRequest } from '@azure/functions';

import { refuseStranger, secretHeader } from '../../functions/verify-caller';

const call = (headers: Record<string, string>) =>
  new HttpRequest({ method: 'POST', url: 'http://127.0.0.1/api/sync-requested', headers, body: { string: '{}' } });

const json = { 'content-type': 'application/json' };

describe('a call that says it comes from Dataverse', () => {
  test('is let in with the secret', () => {
    expect(refuseStranger(call({ ...json, [secretHeader]: 'right' }), ['right'])).toBeNull();
  });

  test('is let in with the old secret while it is being replaced', () => {
    expect(refuseStranger(call({ ...json, [secretHeader]: 'old' }), ['new', 'old'])).toBeNull();
  });

  test.each([
    ['no secret', {}, ['right']],
    ['a wrong secret', { [secretHeader]: 'wrong' }, ['right']],
    ['a beginning of the secret', { [secretHeader]: 'righ' }, ['right']],
    ['an empty secret where none is set', { [secretHeader]: '' }, ['']],
    ['any secret where none is set', { [secretHeader]: 'right' }, []],
  ])('is refused with %s', (_, headers, secrets) => {
    expect(refuseStranger(call({ ...json, ...headers }), secrets)).toEqual({ status: 401 });
  });

  test('is told when it is not JSON, but only after the secret was right', () => {
    const form = { 'content-type': 'text/plain' };
    expect(refuseStranger(call({ ...form, [secretHeader]: 'right' }), ['right'])).toEqual({ status: 415 });
    expect(refuseStranger(call(form), ['right'])).toEqual({ status: 401 });
  });
});
