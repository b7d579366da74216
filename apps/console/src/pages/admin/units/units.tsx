import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Route, Routes } from 'react-router';
import { useSession } from '../../../api/session.js';
import { ButtonLink } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { Empty, Skeleton } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { useWords } from '../../../words/language.js';
import { EditUnit } from './edit-unit.js';
import { NewUnit } from './new-unit.js';
import { UnitBranch } from './unit-branch.js';
import { unitQuery, unitsBelow } from './unit-queries.js';
import { WORDS } from './words.js';
import './units.css';

/** The units in the caller's reach as a tree, with what each holds; and what may be changed of one. */
export default function Units() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  return (
    <Routes>
      <Route index element={<Tree />} />
      <Route path="new" element={<NewUnit />} />
      <Route path=":id" element={<EditUnit />} />
    </Routes>
  );
}

function Tree() {
  const words = useWords(WORDS);
  const { role, unit } = useSession();
  return (
    <>
      <div className="page-head">
        <h1>{words.title}</h1>
        {role === 'admin' && <ButtonLink to="/admin/units/new">{words.addTop}</ButtonLink>}
      </div>
      {role === 'unit-admin' && unit !== null ? <Own id={unit} /> : <Roots />}
    </>
  );
}

function Roots() {
  const words = useWords(WORDS);
  return (
    <Paged list={useInfiniteQuery(unitsBelow(''))} whenEmpty={<Empty title={words.none} />}>
      {(units) => (
        <ul className="tree" aria-label={words.tree}>
          {units.map((unit) => (
            <UnitBranch key={unit.id} unit={unit} isOpen={units.length === 1} />
          ))}
        </ul>
      )}
    </Paged>
  );
}

function Own({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { data: unit, error, refetch } = useQuery(unitQuery(id));
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (unit === undefined) return <Skeleton lines={4} />;
  return (
    <ul className="tree" aria-label={words.tree}>
      <UnitBranch unit={unit} isOpen />
    </ul>
  );
}
