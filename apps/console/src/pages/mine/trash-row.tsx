import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import type { Asset } from '../../api/queries.js';
import { bytesIn } from '../../parts/amounts.js';
import { Button } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { KindSign } from '../../parts/kind-sign.js';
import { useLanguage, useWords } from '../../words/language.js';
import { WORDS } from './words.js';

const DAY_MS = 86_400_000;

/** What is in the trash, and for how long it can be had back. */
export function TrashRow({ asset }: { readonly asset: Asset }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const { id } = asset;
  const restoring = useMutation({
    mutationFn: () => told(api.POST('/v1/assets/{id}/restore', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['assets'] }),
  });
  const days =
    asset.purgeAt === null ? undefined : Math.floor((Date.parse(asset.purgeAt) - Date.now()) / DAY_MS);
  const left = days === undefined ? words.kept : days < 1 ? words.leftToday : words.leftDays(String(days));
  return (
    <li className="row">
      <span className="row-picture">
        <KindSign kind={asset.kind} />
      </span>
      <div className="row-about">
        <h2>{asset.title}</h2>
        <p className="row-facts">{`${bytesIn(language, asset.bytes)} · ${left}`}</p>
        {restoring.error !== null && <Failure error={restoring.error} />}
      </div>
      <div className="row-actions">
        <Button
          isDisabled={restoring.isPending}
          onPress={() => restoring.mutate()}
          aria-label={`${words.restore}: ${asset.title}`}
        >
          {words.restore}
        </Button>
      </div>
    </li>
  );
}
