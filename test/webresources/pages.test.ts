import { dataOf, placeOf, type Place } from '../../webresources/pages';
import { createRecordLinks } from '../../webresources/record-links';

const id = '11111111-2222-4333-8444-555555555555';

test.each<[string, Place]>([
  ['page=audiences', { page: 'audiences', audienceId: null, listId: null, manage: false }],
  [`page=audiences&list=${id}`, { page: 'audiences', audienceId: null, listId: id, manage: false }],
  [`page=audiences&audience=${id}&manage=1`, { page: 'audiences', audienceId: id, listId: null, manage: true }],
  [`page=run&run=${id}`, { page: 'run', runId: id }],
  [`page=last-run&audience=${id}`, { page: 'last-run', audienceId: id }],
  [`page=members&audience=${id}`, { page: 'members', audienceId: id, outcome: null, reason: null }],
  [
    `page=members&audience=${id}&outcome=left-out&reason=said-no`,
    { page: 'members', audienceId: id, outcome: 'left-out', reason: 'said-no' },
  ],
  [`page=panel&table=lead&id=${id}`, { page: 'panel', table: 'lead', id }],
])('%s', (data, place) => {
  expect(placeOf(`?data=${encodeURIComponent(data)}`)).toEqual(place);
  expect(placeOf(`?data=${encodeURIComponent(dataOf(place))}`)).toEqual(place);
});

test('without data it is the list of audiences, and nonsense is no page', () => {
  expect(placeOf('')).toMatchObject({ page: 'audiences' });
  expect(placeOf('?data=page%3Drun')).toEqual({ page: 'unknown' });
  expect(placeOf('?data=page%3Dx')).toEqual({ page: 'unknown' });
});

test('an id in braces, as forms hand it over, is the id', () => {
  expect(placeOf(`?data=${encodeURIComponent(`page=run&run={${id}}`)}`)).toEqual({ page: 'run', runId: id });
});

test('a page is reached through the app around it, or by its own address', () => {
  const place: Place = { page: 'run', runId: id };
  expect(createRecordLinks('https://org', 'app-1', null).page(place)).toBe(
    `https://org/main.aspx?appid=app-1&pagetype=webresource&webresourceName=mcs_%2Fsync%2Findex.html&data=page%3Drun%26run%3D${id}`,
  );
  expect(createRecordLinks('https://org', null, 'https://org/WebResources/x.html?poll=5&data=old').page(place)).toBe(
    `https://org/WebResources/x.html?poll=5&data=page%3Drun%26run%3D${id}`,
  );
});
