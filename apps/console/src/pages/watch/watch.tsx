import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useParams } from 'react-router';
import { ApiProblem } from '../../api/problem.js';
import { assetQuery, isRecorded } from '../../api/queries.js';
import { Failure } from '../../parts/failure.js';
import { Skeleton } from '../../parts/notice.js';
import { usePageTitle } from '../../parts/page-title.js';
import { Beside } from './beside.js';
import { FileView, PictureView } from './plain-asset.js';
import { Preparing } from './preparing.js';
import { loadPlayer, Recording } from './recording.js';
import './watch.css';

/** One lesson: played, shown or handed out, whatever it is. */
export default function Watch() {
  const { id = '' } = useParams();
  return <Lesson key={id} id={id} />;
}

function Lesson({ id }: { readonly id: string }) {
  const { data: asset, error, refetch } = useQuery(assetQuery(id));
  usePageTitle(asset?.title ?? '');
  const isRecording = asset !== undefined && isRecorded(asset.kind);
  useEffect(() => {
    // While the recording is being prepared, or its session is asked for. Whoever shows it asks again, and tells of a failure.
    if (isRecording) loadPlayer().catch(() => undefined);
  }, [isRecording]);
  // What was loaded before stays on the page while the link is broken; what is gone does not.
  const isGone = error instanceof ApiProblem && error.status < 500;
  if (error !== null && (asset === undefined || isGone))
    return <Failure error={error} {...(!isGone && { again: () => void refetch() })} isWhole />;
  if (asset === undefined)
    return (
      <div className="watch">
        <Skeleton lines={1} height="min(46vw, 30rem)" />
        <Skeleton lines={6} />
      </div>
    );
  const beside = <Beside asset={asset} />;
  if (asset.kind === 'attachment') return <FileView asset={asset}>{beside}</FileView>;
  const isShown = asset.state === 'playable' || asset.state === 'ready';
  if (!isShown) return <Preparing asset={asset}>{beside}</Preparing>;
  if (asset.kind === 'image') return <PictureView asset={asset}>{beside}</PictureView>;
  return <Recording asset={asset}>{beside}</Recording>;
}
