import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { bytesIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { TextInput } from '../../../parts/field.js';
import { Notice, Skeleton } from '../../../parts/notice.js';
import { Progress } from '../../../parts/progress.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { quotaQuery } from './unit-queries.js';
import { WORDS } from './words.js';

type Quota = Schemas['Quota'];
type Limits = Schemas['QuotaLimits'];

const GB = 1_000_000_000;
const FIELDS = [
  { name: 'bytes', unit: GB, of: (quota: Quota) => quota.limit },
  { name: 'dailyBytes', unit: GB, of: (quota: Quota) => quota.daily.limit },
  { name: 'fileBytes', unit: GB, of: (quota: Quota) => quota.fileBytes.limit },
  { name: 'assets', unit: 1, of: (quota: Quota) => quota.assetCount.limit },
] as const;

interface QuotaPanelProps {
  readonly account: string;
  readonly isPerson: boolean;
  /** Whether the reader may set the limits. */
  readonly isChanged: boolean;
}

/** What a unit or person holds and may hold. */
export function QuotaPanel({ account, isPerson, isChanged }: QuotaPanelProps) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { data: quota, error, refetch } = useQuery(quotaQuery(account, isPerson));
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (quota === undefined) return <Skeleton lines={4} />;
  const { used, reserved, limit, effective, bindingUnitName, bindingUnit } = quota;
  return (
    <section className="panel" aria-labelledby="limits">
      <h2 id="limits">{words.limits}</h2>
      {limit !== null && (
        <Progress label={words.limits} share={limit === 0 ? 1 : (used + reserved) / limit} />
      )}
      <p>{words.usedNow(bytesIn(language, used), bytesIn(language, reserved))}</p>
      <p>
        {effective === null
          ? words.noLimit
          : words.mayStill(bytesIn(language, effective), bindingUnitName ?? bindingUnit ?? '')}
      </p>
      {isChanged && <Editing quota={quota} isPerson={isPerson} />}
    </section>
  );
}

function Editing({ quota, isPerson }: { readonly quota: Quota; readonly isPerson: boolean }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { account } = quota;
  const saving = useMutation({
    mutationFn: (body: Limits): Promise<unknown> => {
      const params = { path: { account } };
      return isPerson
        ? told(api.PATCH('/v1/admin/quotas/people/{account}', { params, body }))
        : told(api.PATCH('/v1/admin/quotas/units/{account}', { params, body }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['quotas'] });
      await queries.invalidateQueries({ queryKey: ['units'] });
    },
  });
  return (
    <>
      {/* What others have changed is shown anew. */}
      <LimitsForm
        key={JSON.stringify(FIELDS.map(({ of }) => of(quota)))}
        quota={quota}
        isBusy={saving.isPending}
        onSave={(limits) => saving.mutate(limits)}
      />
      {saving.isSuccess && <Notice kind="good" title={words.saved} />}
      {saving.error !== null && <Failure error={saving.error} />}
    </>
  );
}

interface LimitsFormProps {
  readonly quota: Quota;
  readonly isBusy: boolean;
  readonly onSave: (limits: Limits) => void;
}

function LimitsForm({ quota, isBusy, onSave }: LimitsFormProps) {
  const words = useWords(WORDS);
  const shown = (limit: number | null, unit: number) => (limit === null ? '' : String(limit / unit));
  const [texts, setTexts] = useState<readonly string[]>(FIELDS.map(({ of, unit }) => shown(of(quota), unit)));
  const isRight = (text: string) =>
    text.trim() === '' || (Number.isFinite(Number(text)) && Number(text) >= 0);
  const save = (event: FormEvent) => {
    event.preventDefault();
    // Only what was changed: another admin may be changing another limit.
    const changed = FIELDS.flatMap(({ name, unit, of }, at): [keyof Limits, number | null][] => {
      const text = texts[at]?.trim() ?? '';
      if (text === shown(of(quota), unit)) return [];
      return [[name, text === '' ? null : Math.round(Number(text) * unit)]];
    });
    if (changed.length > 0) onSave(Object.fromEntries(changed));
  };
  return (
    <form className="form" onSubmit={save}>
      <p>{words.limitsHint}</p>
      <div className="limits">
        {FIELDS.map(({ name }, at) => (
          <TextInput
            key={name}
            label={words[name]}
            inputMode="decimal"
            value={texts[at] ?? ''}
            error={isRight(texts[at] ?? '') ? undefined : words.numberShape}
            onChange={({ target }) =>
              setTexts(texts.map((text, place) => (place === at ? target.value : text)))
            }
          />
        ))}
      </div>
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={isBusy || !texts.every(isRight)}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
