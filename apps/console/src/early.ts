import { BASE } from './api/base.js';
import { begin } from './api/begun.js';
import { PAGES } from './pages.js';

/*
 * What the page at this address will want, asked for at once: on a thin link each wait for one thing before the next is
 * asked for is seen. This script is small and comes before the others.
 */

interface Wanted {
  readonly page: keyof typeof PAGES;
  /** Of anybody. */
  readonly open?: string;
  /** Of who is signed in, in the words of api/queries.ts. */
  readonly data?: readonly string[];
}

const WANTED: Readonly<Record<string, Wanted>> = {
  '': {
    page: 'home',
    data: ['v1/assets?limit=12', 'v1/courses?limit=24', 'v1/me/history?completed=false&limit=6&format=json'],
  },
  'sign-in': { page: 'signIn', open: 'v1/session/ways' },
  upload: { page: 'upload', data: ['v1/me'] },
  mine: { page: 'mine' },
  watch: { page: 'watch' },
  admin: { page: 'admin' },
};

const [first = ''] = location.pathname.slice(BASE.pathname.length).split('/');
const wanted = WANTED[first];
if (wanted !== undefined) await beginFor(wanted);

async function beginFor({ page, open, data = [] }: Wanted): Promise<void> {
  const session = begin('v1/session');
  if (open !== undefined) void begin(open);
  void PAGES[page]();
  // Who is not signed in goes to another page; a link that is away is told of by who asks next.
  if (await session.then(({ ok }) => ok).catch(() => false)) for (const path of data) void begin(path);
}
