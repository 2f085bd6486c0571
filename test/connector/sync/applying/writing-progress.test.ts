import { startLabelledWorld } from '../labelled-world';

const size = 1_214;

test('a run tells how many people it has written, of how many', async () => {
  const world = await startLabelledWorld({ size: 1 });
  await world.seed({
    mailchimp: {
      accounts: [
        {
          id: 'labels',
          name: 'Labels Ltd',
          key: 'stand-in-us1',
          audiences: [
            {
              id: '1abe11ed02',
              name: 'Many',
              members: Array.from({ length: size }, (_, index) => ({
                email_address: `many.${index}@labels.example`,
                status: 'subscribed',
                timestamp_opt: '2026-01-01T09:00:00Z',
                last_changed: '2026-01-01T09:00:00Z',
              })),
            },
          ],
        },
      ],
    },
  });
  const told = jest.spyOn(world.services.crm, 'changeRun');
  for (const [list, people] of [
    ['Journalists', 'contacts'],
    ['Prospects', 'leads'],
  ] as const) {
    told.mockClear();
    await world.tie('Many', list);
    await world.sync('Many');
    const sentences = told.mock.calls.flatMap(([, { sentence = '' }]) =>
      sentence.startsWith('Writing') ? [sentence] : [],
    );
    expect(sentences).toEqual([`Writing ${people}, 1,000 of 1,214.`, `Writing ${people}, 1,214 of 1,214.`]);
  }
  await world.close();
});
