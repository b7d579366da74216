import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ChangeEvent, useRef, useState } from 'react';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { type Asset, assetQuery } from '../../api/queries.js';
import { Button } from '../../parts/button.js';
import { clock } from '../../parts/amounts.js';
import { Failure } from '../../parts/failure.js';
import { Notice } from '../../parts/notice.js';
import { Poster } from '../../parts/poster.js';
import { useWords } from '../../words/language.js';
import { storyboardQuery } from './storyboard.js';
import { WORDS } from './words.js';

const IMAGES = 'image/jpeg,image/png,image/webp';

/** Which picture stands for the lesson: one of its own, found by moving along it, or an image. */
export function PosterPanel({ asset }: { readonly asset: Asset }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { id, poster, durationSeconds } = asset;
  const [second, setSecond] = useState(poster.second ?? 0);
  const file = useRef<HTMLInputElement>(null);
  const path = { params: { path: { id } } };
  const setting = useMutation({
    mutationFn: (wish: { second: number } | File | null): Promise<unknown> => {
      if (wish === null) return told(api.DELETE('/v1/assets/{id}/poster', path));
      if (!(wish instanceof File)) return told(api.PUT('/v1/assets/{id}/poster', { ...path, body: wish }));
      // The types know the body by its JSON form alone.
      const image = { ...path, headers: { 'content-type': wish.type }, body: wish as never };
      return told(api.PUT('/v1/assets/{id}/poster', image));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: assetQuery(id).queryKey }),
  });
  const pick = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [image] = target.files ?? [];
    if (image !== undefined) setting.mutate(image);
    target.value = '';
  };
  return (
    <section className="panel" aria-labelledby="poster">
      <h2 id="poster">{words.poster}</h2>
      <div className="poster-choice">
        <figure>
          <span className="row-picture">
            <Poster key={`${poster.source} ${poster.second} ${poster.state}`} asset={asset} width={320} />
          </span>
          <figcaption>{words.posterNow}</figcaption>
        </figure>
        <Scrubber asset={asset} second={second} />
      </div>
      {poster.state === 'waiting' && <Notice kind="plain" title={words.posterWaiting} />}
      {poster.state === 'failed' && (
        <Notice kind="warn" title={words.posterFailed}>
          <p>{poster.failure?.reason}</p>
        </Notice>
      )}
      {setting.error !== null && <Failure error={setting.error} />}
      <label className="scrub">
        <span>
          {words.scrub} · {clock(second)}
        </span>
        <input
          type="range"
          min={0}
          max={Math.max(0, Math.floor(durationSeconds ?? 0))}
          step={1}
          value={second}
          aria-valuetext={clock(second)}
          onChange={({ target }) => setSecond(Number(target.value))}
        />
      </label>
      <div className="form-actions">
        <Button isDisabled={setting.isPending} onPress={() => setting.mutate({ second })}>
          {words.useFrame}
        </Button>
        <Button isDisabled={setting.isPending} onPress={() => file.current?.click()}>
          {words.useImage}
        </Button>
        {poster.source !== 'automatic' && (
          <Button look="quiet" isDisabled={setting.isPending} onPress={() => setting.mutate(null)}>
            {words.automatic}
          </Button>
        )}
        <input ref={file} type="file" accept={IMAGES} hidden onChange={pick} aria-label={words.useImage} />
      </div>
    </section>
  );
}

/** The small picture of that time, out of the storyboard, without loading the recording. */
function Scrubber({ asset, second }: { readonly asset: Asset; readonly second: number }) {
  const words = useWords(WORDS);
  const { data: tiles } = useQuery(storyboardQuery(asset));
  const tile = tiles?.findLast(({ from }) => from <= second) ?? tiles?.[0];
  if (tile === undefined) return null;
  const { sheet, x, y, width, height } = tile;
  return (
    <figure>
      <span
        className="tile"
        role="img"
        aria-label={`${words.scrub}: ${clock(second)}`}
        style={{
          width,
          height,
          backgroundImage: `url("${sheet}")`,
          backgroundPosition: `-${x}px -${y}px`,
        }}
      />
      <figcaption>{clock(second)}</figcaption>
    </figure>
  );
}
