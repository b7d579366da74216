import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { useDownload } from '../../api/download.js';
import { api } from '../../api/client.js';
import { type Asset, assetQuery, isRecorded } from '../../api/queries.js';
import { bytesIn } from '../../parts/amounts.js';
import { Button, ButtonLink } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { Notice, Skeleton } from '../../parts/notice.js';
import { usePageTitle } from '../../parts/page-title.js';
import { useLanguage, useWords } from '../../words/language.js';
import { CaptionsPanel } from './captions-panel.js';
import { ChaptersPanel } from './chapters-panel.js';
import { DetailsPanel } from './details-panel.js';
import { PosterPanel } from './poster-panel.js';
import { RevisionsPanel } from './revisions-panel.js';
import { WORDS } from './words.js';
import './edit.css';

/** Everything about a lesson that its doctor may change. */
export default function Edit() {
  const words = useWords(WORDS);
  const { id = '' } = useParams();
  const { data: asset, error, refetch } = useQuery(assetQuery(id));
  usePageTitle(asset === undefined ? words.title : `${words.title}: ${asset.title}`);
  if (error !== null) return <Failure error={error} again={() => void refetch()} isWhole />;
  if (asset === undefined) return <Skeleton lines={8} height="2rem" />;
  const isRecording = isRecorded(asset.kind);
  const isPlayed = asset.state === 'playable' || asset.state === 'ready';
  return (
    <div className="page">
      <div className="page-head">
        <h1>{asset.title}</h1>
        {isPlayed && <ButtonLink to={`/watch/${id}`}>{words.watch}</ButtonLink>}
      </div>
      <DetailsPanel asset={asset} />
      {isRecording && !isPlayed && <Notice kind="plain" title={words.notPlayable} />}
      {asset.kind === 'video' && isPlayed && <PosterPanel asset={asset} />}
      {isRecording && isPlayed && <CaptionsPanel asset={asset} />}
      {isRecording && isPlayed && <ChaptersPanel asset={asset} />}
      <RevisionsPanel asset={asset} />
      <FilePanel asset={asset} isRecording={isRecording} />
    </div>
  );
}

function FilePanel({ asset, isRecording }: { readonly asset: Asset; readonly isRecording: boolean }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const downloading = useDownload(api, asset.id);
  return (
    <section className="panel" aria-labelledby="file">
      <h2 id="file">{words.file}</h2>
      <p>{`${asset.fileName} · ${bytesIn(language, asset.bytes)}`}</p>
      {downloading.error !== null && <Failure error={downloading.error} />}
      <div className="form-actions">
        <Button isDisabled={downloading.isPending} onPress={() => downloading.mutate()}>
          {words.download}
        </Button>
        {isRecording && <ButtonLink to={`/upload?replaces=${asset.id}`}>{words.replace}</ButtonLink>}
      </div>
    </section>
  );
}
