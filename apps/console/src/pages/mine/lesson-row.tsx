import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { type Asset, assetQuery, isRecorded } from '../../api/queries.js';
import { agoIn, bytesIn, clock } from '../../parts/amounts.js';
import { Button, ButtonLink } from '../../parts/button.js';
import { Confirm } from '../../parts/dialog.js';
import { Failure } from '../../parts/failure.js';
import { Poster } from '../../parts/poster.js';
import { useLanguage, useWords } from '../../words/language.js';
import { Renditions } from './renditions.js';
import { WORDS } from './words.js';

/** One lesson of the reader's own: what state it is in, and what can be done with it. */
export function LessonRow({ asset: listed }: { readonly asset: Asset }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  // Events tell of each by its id.
  const { data: asset } = useQuery({ ...assetQuery(listed.id), initialData: listed });
  const retry = useRetry(asset.id);
  const isPlayed = asset.state === 'playable' || asset.state === 'ready' || asset.kind === 'attachment';
  const isRecording = isRecorded(asset.kind);
  const facts = [
    ...(asset.durationSeconds === null ? [] : [clock(asset.durationSeconds)]),
    bytesIn(language, asset.bytes),
    ...(asset.views > 0 ? [words.views(String(asset.views))] : []),
    agoIn(language, asset.createdAt),
  ];
  return (
    <li className="row">
      <span className="row-picture">
        <Poster asset={asset} width={160} />
      </span>
      <div className="row-about">
        <h2>{isPlayed ? <Link to={`/watch/${asset.id}`}>{asset.title}</Link> : asset.title}</h2>
        <p className="row-facts">{facts.join(' · ')}</p>
        <p className={`state state-${asset.state}`}>
          {isPlayed && !isRecording ? words.there : words[asset.state]}
        </p>
        {asset.release?.state === 'waiting' && <p>{words.waitsForRelease}</p>}
        {asset.release?.state === 'refused' && (
          <p className="row-failure">{words.notReleased(asset.release.reason ?? '')}</p>
        )}
        {asset.failure !== null && <p className="row-failure">{asset.failure.reason}</p>}
        <Renditions asset={asset} />
        {retry.error !== null && <Failure error={retry.error} />}
      </div>
      <div className="row-actions">
        {asset.state === 'failed' && (
          <Button isDisabled={retry.isPending} onPress={() => retry.mutate()}>
            {words.retry}
          </Button>
        )}
        <ButtonLink to={`/lessons/${asset.id}/edit`} aria-label={`${words.edit}: ${asset.title}`}>
          {words.edit}
        </ButtonLink>
        <Remove asset={asset} />
      </div>
    </li>
  );
}

function useRetry(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => told(api.POST('/v1/assets/{id}/retry', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['asset', id] }),
  });
}

function Remove({ asset }: { readonly asset: Asset }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const { id } = asset;
  const removing = useMutation({
    mutationFn: () => told(api.DELETE('/v1/assets/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      setOpen(false);
      await queries.invalidateQueries({ queryKey: ['assets'] });
    },
  });
  return (
    <>
      <Button look="quiet" onPress={() => setOpen(true)} aria-label={`${words.remove}: ${asset.title}`}>
        {words.remove}
      </Button>
      <Confirm
        title={words.removeTitle(asset.title)}
        isOpen={isOpen}
        close={() => setOpen(false)}
        act={words.remove}
        isBusy={removing.isPending}
        onConfirm={() => removing.mutate()}
      >
        <p>{words.removeAbout}</p>
        {removing.error !== null && <Failure error={removing.error} />}
      </Confirm>
    </>
  );
}
