import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, Route, Routes } from 'react-router';
import { ROLES, useSession } from '../../../api/session.js';
import { agoIn, bytesIn } from '../../../parts/amounts.js';
import { ButtonLink } from '../../../parts/button.js';
import { FilterText } from '../../../parts/filter-text.js';
import { useFilters } from '../../../parts/filters.js';
import { FilterChoice } from '../../../parts/filter-choice.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { ImportPeople } from './import-people.js';
import { peopleQuery } from './people-queries.js';
import { PersonPage } from './person.js';
import { WORDS } from './words.js';

export default function People() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  return (
    <Routes>
      <Route index element={<PeopleList />} />
      <Route path="import" element={<ImportPeople />} />
      <Route path=":id" element={<PersonPage />} />
    </Routes>
  );
}

/** Who has come or is expected, filtered by what stands in the address. */
function PeopleList() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { role: ownRole } = useSession();
  const [filters, set] = useFilters('q', 'role', 'disabled');
  const list = useInfiniteQuery(peopleQuery(filters));
  return (
    <>
      <div className="page-head">
        <h1>{words.title}</h1>
        {ownRole !== 'auditor' && <ButtonLink to="/admin/people/import">{words.import}</ButtonLink>}
      </div>
      <div className="filters">
        <FilterText
          label={words.search}
          value={filters.q}
          maxLength={200}
          onChange={(value) => set('q', value)}
        />
        <FilterChoice
          label={words.role}
          any={words.anyRole}
          values={ROLES}
          names={words}
          value={filters.role}
          onChange={(value) => set('role', value)}
        />
        <FilterChoice
          label={words.state}
          any={words.anyState}
          values={['false', 'true']}
          names={{ false: words.enabled, true: words.disabled }}
          value={filters.disabled}
          onChange={(value) => set('disabled', value)}
        />
      </div>
      <Paged list={list} whenEmpty={<Empty title={words.none} />}>
        {(people) => (
          <Table
            label={words.title}
            rows={people}
            keyOf={({ id }) => id}
            columns={[
              {
                name: words.name,
                show: ({ id, name }) => (
                  <Link to={`/admin/people/${encodeURIComponent(id)}`}>{name ?? id}</Link>
                ),
              },
              { name: words.role, show: ({ role }) => (role === null ? '' : words[role]) },
              { name: words.unit, show: ({ unit }) => unit },
              { name: words.stored, show: ({ usedBytes }) => bytesIn(language, usedBytes), isNumber: true },
              { name: words.lessons, show: ({ assets }) => assets, isNumber: true },
              {
                name: words.lastSeen,
                show: ({ lastSeenAt }) => (lastSeenAt === null ? words.never : agoIn(language, lastSeenAt)),
              },
              { name: words.state, show: (person) => (person.disabled ? words.disabled : words.enabled) },
            ]}
          />
        )}
      </Paged>
    </>
  );
}
