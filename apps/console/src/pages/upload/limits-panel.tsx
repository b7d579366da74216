import { type FormEvent, useState, useSyncExternalStore } from 'react';
import { Button } from '../../parts/button.js';
import { CheckBox, TextInput } from '../../parts/field.js';
import { Notice } from '../../parts/notice.js';
import { uploads } from '../../uploads/upload-list.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';

/** How much of the link uploads may take, and at which hours. */
export function LimitsPanel() {
  const words = useWords(WORDS);
  const limits = useSyncExternalStore(uploads.subscribe, () => uploads.limits);
  return (
    <details className="panel">
      <summary>{words.limits}</summary>
      <LimitsForm key={JSON.stringify(limits)} />
    </details>
  );
}

function LimitsForm() {
  const words = useWords(WORDS);
  const { capKbps, hours } = uploads.limits;
  const [cap, setCap] = useState(capKbps === undefined ? '' : String(capKbps));
  const [isTimed, setTimed] = useState(hours !== undefined);
  const [from, setFrom] = useState(hours?.from ?? '22:00');
  const [to, setTo] = useState(hours?.to ?? '06:00');
  const [isApplied, setApplied] = useState(false);
  const isRight = /^(?:[1-9]\d{0,7})?$/.test(cap.trim());
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (!isRight) return;
    uploads.limit({
      capKbps: cap.trim() === '' ? undefined : Number(cap),
      hours: isTimed ? { from, to } : undefined,
    });
    setApplied(true);
  };
  return (
    <form className="form" onSubmit={apply}>
      <TextInput
        label={words.cap}
        inputMode="numeric"
        value={cap}
        error={isRight ? undefined : words.capShape}
        onChange={({ target }) => setCap(target.value)}
      />
      <CheckBox label={words.hours} checked={isTimed} onChange={({ target }) => setTimed(target.checked)} />
      {isTimed && (
        <div className="limits-hours">
          <TextInput
            label={words.from}
            type="time"
            required
            value={from}
            onChange={({ target }) => setFrom(target.value)}
          />
          <TextInput
            label={words.to}
            type="time"
            required
            value={to}
            onChange={({ target }) => setTo(target.value)}
          />
        </div>
      )}
      <div className="form-actions">
        <Button type="submit">{words.save}</Button>
      </div>
      {isApplied && <Notice kind="good" title={words.applied} />}
    </form>
  );
}
