import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { bytesIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Paged } from '../../../parts/paged.js';
import { Progress } from '../../../parts/progress.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { quotaQuery, type Unit, unitsBelow } from './unit-queries.js';
import { WORDS } from './words.js';

/** A unit or person in the tree; what stands below is asked for when it is opened. */
export function UnitBranch({
  unit,
  isOpen: isOpenFirst = false,
}: {
  readonly unit: Unit;
  readonly isOpen?: boolean;
}) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const [isOpen, setOpen] = useState(isOpenFirst);
  const { id, kind, name, usedBytes, reservedBytes } = unit;
  const isPerson = kind === 'doctor';
  return (
    <li>
      <div className="branch">
        {isPerson ? (
          <span />
        ) : (
          <Button
            look="quiet"
            aria-expanded={isOpen}
            aria-label={isOpen ? words.shut(name) : words.open(name)}
            onPress={() => setOpen(!isOpen)}
          >
            {isOpen ? '▾' : '▸'}
          </Button>
        )}
        <Link to={isPerson ? `/admin/people/${encodeURIComponent(id)}` : `/admin/units/${id}`}>{name}</Link>
        <span className="branch-kind">{words[kind]}</span>
        <span className="branch-used">{words.used(bytesIn(language, usedBytes + reservedBytes))}</span>
        <QuotaBar unit={unit} />
      </div>
      {isOpen && !isPerson && <Below id={id} />}
    </li>
  );
}

function QuotaBar({ unit: { id, kind, name } }: { readonly unit: Unit }) {
  const words = useWords(WORDS);
  const { data: quota } = useQuery(quotaQuery(id, kind === 'doctor'));
  if (quota === undefined || quota.limit === null) return <span />;
  const share = quota.limit === 0 ? 1 : (quota.used + quota.reserved) / quota.limit;
  return <Progress label={`${words.limits}: ${name}`} share={share} kind={share >= 0.9 ? 'bad' : 'plain'} />;
}

function Below({ id }: { readonly id: string }) {
  return (
    <Paged list={useInfiniteQuery(unitsBelow(id))} whenEmpty={null}>
      {(units) => (
        <ul className="tree">
          {units.map((unit) => (
            <UnitBranch key={`${unit.kind} ${unit.id}`} unit={unit} />
          ))}
        </ul>
      )}
    </Paged>
  );
}
