import type { ReactNode } from 'react';
import './notice.css';

interface NoticeProps {
  readonly kind: 'good' | 'warn' | 'bad' | 'plain';
  readonly title: string;
  readonly children?: ReactNode;
  /** In the place of a whole page. */
  readonly isWhole?: boolean;
}

/** A sentence that stays until what it is about has passed; one that is bad is read out at once. */
export function Notice({ kind, title, children, isWhole = false }: NoticeProps) {
  const Title = isWhole ? 'h1' : 'p';
  return (
    <div
      className={`notice notice-${kind}${isWhole ? ' notice-whole' : ''}`}
      role={kind === 'bad' ? 'alert' : 'status'}
    >
      <Title className="notice-title">{title}</Title>
      {children}
    </div>
  );
}

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** A list without anything in it: one sentence, and what can be done. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="empty">
      <p>{title}</p>
      {children}
    </div>
  );
}

/** Where something will stand that is being loaded, as large as that. */
export function Skeleton({
  lines = 3,
  height = '1.25rem',
}: {
  readonly lines?: number;
  readonly height?: string;
}) {
  return (
    <div className="skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, at) => (
        <span key={at} style={{ height }} />
      ))}
    </div>
  );
}
