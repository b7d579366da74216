import './progress.css';

interface ProgressProps {
  readonly label: string;
  /** From 0 to 1; undefined where nobody knows. */
  readonly share: number | undefined;
  /** Said in the place of the percentage. */
  readonly told?: string;
  readonly kind?: 'plain' | 'warn' | 'bad';
}

/** How far something is. Its label and value are read, and the bar is seen. */
export function Progress({ label, share, told, kind = 'plain' }: ProgressProps) {
  const percent = share === undefined ? undefined : Math.min(100, Math.max(0, share * 100));
  return (
    <div
      className={`progress progress-${kind}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      // Where nobody knows, none is said.
      aria-valuenow={percent === undefined ? undefined : Math.floor(percent)}
      aria-valuetext={told}
    >
      <span className="progress-bar" style={{ width: `${percent ?? 100}%` }} />
    </div>
  );
}
