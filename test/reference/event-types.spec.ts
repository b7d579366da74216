import { expect, it } from 'vitest';
import { EVENT_TYPES, LATEST_EVENT_TYPES } from '#libs/database';
import * as console from '../../apps/console/src/api/event-types.js';

it('are the same in the console, which takes nothing of the service’s own code', () => {
  expect(console.EVENT_TYPES.toSorted()).toEqual(EVENT_TYPES.toSorted());
  expect([...console.STREAM_TYPES].toSorted()).toEqual(
    [...EVENT_TYPES, ...LATEST_EVENT_TYPES, 'reset'].toSorted(),
  );
});
