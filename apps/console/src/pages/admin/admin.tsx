import { lazy, Suspense } from 'react';
import { NavLink, Route, Routes, useLocation, useNavigate } from 'react-router';
import { type Role, useSession } from '../../api/session.js';
import { Choice } from '../../parts/field.js';
import { Skeleton } from '../../parts/notice.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';
import './admin.css';

const NotFound = lazy(() => import('../not-found.js'));

const ALL: readonly Role[] = ['unit-admin', 'admin', 'auditor'];

/** The pages of admins in the order of their list: where each is, and who has it. */
const SECTIONS = [
  { path: '', word: 'overview', roles: ALL, Page: lazy(() => import('./overview/overview.js')) },
  { path: 'units', word: 'units', roles: ALL, Page: lazy(() => import('./units/units.js')) },
  { path: 'lessons', word: 'lessons', roles: ALL, Page: lazy(() => import('./lessons/lessons.js')) },
  { path: 'people', word: 'people', roles: ALL, Page: lazy(() => import('./people/people.js')) },
  { path: 'jobs', word: 'jobs', roles: ALL, Page: lazy(() => import('./jobs/jobs.js')) },
  {
    path: 'reservations',
    word: 'reservations',
    roles: ALL,
    Page: lazy(() => import('./reservations/reservations.js')),
  },
] as const;

/** What admins and auditors look after, a page for each thing. */
export default function Admin() {
  const words = useWords(WORDS);
  const { role } = useSession();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const sections = SECTIONS.filter(({ roles }) => roles.includes(role));
  if (sections.length === 0) return <NotFound />;
  const current = sections.findLast(({ path }) => pathname.startsWith(`/admin/${path}`) || path === '');
  return (
    <div className="admin">
      <nav className="admin-list" aria-label={words.admin}>
        <ul>
          {sections.map(({ path, word }) => (
            <li key={path}>
              <NavLink to={path === '' ? '/admin' : `/admin/${path}`} end={path === ''}>
                {words[word]}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      {/* On phones the list would push everything down. */}
      <div className="admin-choice">
        <Choice
          label={words.admin}
          value={current?.path ?? ''}
          onChange={({ target }) => void navigate(`/admin/${target.value}`)}
        >
          {sections.map(({ path, word }) => (
            <option key={path} value={path}>
              {words[word]}
            </option>
          ))}
        </Choice>
      </div>
      <div className="admin-page">
        <Suspense fallback={<Skeleton lines={8} height="1.75rem" />}>
          <Routes>
            {sections.map(({ path, Page }) => (
              <Route key={path} path={path === '' ? '/' : `${path}/*`} element={<Page />} />
            ))}
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Suspense>
      </div>
    </div>
  );
}
