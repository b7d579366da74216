import type { ReactNode } from 'react';
import type { Asset } from '../../api/queries.js';
import { bytesIn } from '../../parts/amounts.js';
import { Failure } from '../../parts/failure.js';
import { Skeleton } from '../../parts/notice.js';
import { KindSign } from '../../parts/kind-sign.js';
import { useLanguage } from '../../words/language.js';
import { LessonHead } from './lesson-head.js';
import { usePlayback } from './use-playback.js';

interface PlainProps {
  readonly asset: Asset;
  readonly children: ReactNode;
}

/** A picture, as large as the page. */
export function PictureView({ asset, children }: PlainProps) {
  const { session, problem, again } = usePlayback(asset.id, true);
  if (problem !== undefined) return <Failure error={problem} again={again} isWhole />;
  const images = session?.images ?? [];
  const formats = [...new Set(images.map(({ format }) => format))];
  const jpegs = images.filter(({ format }) => format === 'jpeg');
  const widest = (jpegs.length > 0 ? jpegs : images).reduce<(typeof images)[number] | undefined>(
    (best, one) => (best === undefined || one.width > best.width ? one : best),
    undefined,
  );
  return (
    <div className="watch">
      <div className="watch-main">
        {widest === undefined ? (
          <Skeleton lines={1} height="min(46vw, 30rem)" />
        ) : (
          <picture className="watch-picture">
            {formats
              .filter((format) => format !== 'jpeg')
              .map((format) => (
                <source
                  key={format}
                  type={`image/${format}`}
                  sizes="(min-width: 64rem) 66vw, 100vw"
                  srcSet={images
                    .filter((image) => image.format === format)
                    .map(({ url, width }) => `${url} ${width}w`)
                    .join(', ')}
                />
              ))}
            <img src={widest.url} width={widest.width} height={widest.height} alt={asset.title} />
          </picture>
        )}
        <LessonHead asset={asset} />
      </div>
      <div className="watch-side">{children}</div>
    </div>
  );
}

/** A file that is only handed out. */
export function FileView({ asset, children }: PlainProps) {
  const { language } = useLanguage();
  return (
    <div className="watch">
      <div className="watch-main">
        <div className="watch-file">
          <span className="watch-frame">
            <KindSign kind={asset.kind} />
          </span>
          <p>
            {asset.fileName} · {bytesIn(language, asset.bytes)}
          </p>
        </div>
        <LessonHead asset={asset} />
      </div>
      <div className="watch-side">{children}</div>
    </div>
  );
}
