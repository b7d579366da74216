import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, NavLink, Outlet, Route, Routes } from 'react-router';
import { useSession } from '../../../api/session.js';
import { dayIn } from '../../../parts/amounts.js';
import { ButtonLink } from '../../../parts/button.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { Due } from './due.js';
import { Holds } from './holds.js';
import { EditRule, NewRule } from './rule-page.js';
import { type Rule, rulesQuery } from './retention-queries.js';
import { WORDS } from './words.js';

/** What goes by itself and when, what would go next, and what nothing may touch. */
export default function Retention() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  return (
    <Routes>
      <Route element={<Tabs />}>
        <Route index element={<Rules />} />
        <Route path="due" element={<Due />} />
        <Route path="holds" element={<Holds />} />
      </Route>
      <Route path="new" element={<NewRule />} />
      <Route path=":id" element={<EditRule />} />
    </Routes>
  );
}

function Tabs() {
  const words = useWords(WORDS);
  const { role } = useSession();
  return (
    <>
      <div className="page-head">
        <h1>{words.title}</h1>
        {role !== 'auditor' && <ButtonLink to="/admin/retention/new">{words.add}</ButtonLink>}
      </div>
      <nav className="tabs" aria-label={words.title}>
        <NavLink to="/admin/retention" end>
          {words.rules}
        </NavLink>
        <NavLink to="/admin/retention/due">{words.due}</NavLink>
        <NavLink to="/admin/retention/holds">{words.holds}</NavLink>
      </nav>
      <Outlet />
    </>
  );
}

function Rules() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { role } = useSession();
  return (
    <Paged list={useInfiniteQuery(rulesQuery)} whenEmpty={<Empty title={words.none} />}>
      {(rules) => (
        <Table
          label={words.rules}
          rows={rules}
          keyOf={({ id }) => id}
          columns={[
            {
              name: words.unitName,
              show: ({ id, unit }) =>
                role === 'auditor' ? unit : <Link to={`/admin/retention/${id}`}>{unit}</Link>,
            },
            { name: words.tag, show: ({ tag }) => tag ?? words.allTags },
            { name: words.what, show: (rule) => <What rule={rule} /> },
            { name: words.created, show: ({ createdAt }) => dayIn(language, createdAt) },
          ]}
        />
      )}
    </Paged>
  );
}

function What({ rule: { trash, dropRungsAfterDays, keepsOriginals } }: { readonly rule: Rule }) {
  const words = useWords(WORDS);
  const sentences = [
    ...(keepsOriginals ? [words.keepsTold] : []),
    ...(trash === null
      ? []
      : [
          words.trashTold(
            String(trash.afterDays),
            trash.since === 'uploaded' ? words.uploadedTold : words.watchedTold,
          ),
        ]),
    ...(dropRungsAfterDays === null ? [] : [words.dropTold(String(dropRungsAfterDays))]),
  ];
  return <span className="long">{sentences.length === 0 ? words.nothing : sentences.join('; ')}</span>;
}
