import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { useSession } from '../../../api/session.js';
import { momentIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { TextArea } from '../../../parts/field.js';
import { Notice } from '../../../parts/notice.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

type Verdict = Schemas['AuditVerdict'];

/** Has the whole trail read, and says in sentences what came of it: also what nobody can prove. */
export function VerdictPanel() {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { role } = useSession();
  const [verdict, setVerdict] = useState<Verdict>();
  const take = (found: Verdict) => {
    setVerdict(found);
    // That it was verified, or acknowledged, is an entry of its own.
    return queries.invalidateQueries({ queryKey: ['audit'] });
  };
  const verifying = useMutation({
    mutationFn: () => told(api.POST('/v1/admin/audit/verify')),
    onSuccess: take,
  });
  return (
    <section className="panel" aria-labelledby="verdict">
      <div className="page-head">
        <h2 id="verdict">{words.verifyTitle}</h2>
        <Button isDisabled={verifying.isPending} onPress={() => verifying.mutate()}>
          {words.verify}
        </Button>
      </div>
      <p role="status">{verifying.isPending ? words.verifying : words.verifyAbout}</p>
      {verifying.error !== null && <Failure error={verifying.error} />}
      {verdict !== undefined && <Told verdict={verdict} />}
      {role === 'admin' && verdict !== undefined && verdict.lost !== null && (
        <Acknowledging lost={verdict.lost} done={take} />
      )}
    </section>
  );
}

function Told({ verdict }: { readonly verdict: Verdict }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { intact, rows, findings, moreFindings, anchors, unproven, acknowledged, names } = verdict;
  const { number, entries } = useEntries();
  const anchorWords = {
    missing: words.anchorMissing,
    altered: words.anchorAltered,
    'unknown-key': words.anchorUnknownKey,
  };
  const wrong = [
    ...findings.map(({ reason, fromSeq, toSeq }) => words[reason](entries(fromSeq, toSeq))),
    ...(moreFindings > 0 ? [words.more(number(moreFindings))] : []),
    ...anchors.findings.map(({ reason, number: which }) => anchorWords[reason](number(which))),
    ...(anchors.moreFindings > 0 ? [words.more(number(anchors.moreFindings))] : []),
    ...names.findings.map(({ reason, pseudonym }) =>
      reason === 'altered' ? words.nameAltered(pseudonym) : words.nameMissing(pseudonym),
    ),
    ...names.returned.map((pseudonym) => words.nameReturned(pseudonym)),
  ];
  const { newest } = anchors;
  return (
    <>
      <Notice
        kind={intact ? 'good' : 'bad'}
        title={intact ? words.intact(number(rows)) : words.broken(number(rows))}
      >
        {wrong.length > 0 && (
          <ul className="told-list">
            {wrong.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        {!intact && <p>{words.keep}</p>}
      </Notice>
      <p>
        {newest === null
          ? words.noAnchors
          : `${words.anchors(number(anchors.count))} ${words.newest(
              number(newest.number),
              number(newest.seq),
              momentIn(language, newest.at),
            )}`}
      </p>
      {acknowledged.map(({ seq, fromSeq, toSeq, at, by, reason }) => (
        <p key={seq}>
          {words.acknowledged(entries(fromSeq, toSeq), momentIn(language, at), by)}
          <br />
          {reason}
        </p>
      ))}
      {unproven === null ? (
        <p>{words.allProven}</p>
      ) : (
        <Notice
          kind="warn"
          title={words.unproven(
            entries(unproven.fromSeq, unproven.toSeq),
            momentIn(language, unproven.since),
          )}
        >
          <p>{words.unprovenNext}</p>
        </Notice>
      )}
    </>
  );
}

/** Says for ever that what was lost, as by a restore, is known to be, and why. */
function Acknowledging({
  lost: { fromSeq, toSeq },
  done,
}: {
  readonly lost: NonNullable<Verdict['lost']>;
  readonly done: (verdict: Verdict) => Promise<void>;
}) {
  const words = useWords(WORDS);
  const { entries } = useEntries();
  const [reason, setReason] = useState('');
  const acknowledging = useMutation({
    mutationFn: () =>
      told(api.POST('/v1/admin/audit/acknowledgements', { body: { fromSeq, toSeq, reason: reason.trim() } })),
    onSuccess: done,
  });
  const acknowledge = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() !== '') acknowledging.mutate();
  };
  return (
    <form className="form" onSubmit={acknowledge}>
      <h3>{words.lost(entries(fromSeq, toSeq))}</h3>
      <p>{words.lostAbout}</p>
      <TextArea
        label={words.reason}
        hint={words.reasonHint}
        value={reason}
        maxLength={500}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className="form-actions">
        <Button type="submit" look="danger" isDisabled={acknowledging.isPending || reason.trim() === ''}>
          {words.acknowledge}
        </Button>
      </div>
      {acknowledging.error !== null && <Failure error={acknowledging.error} />}
    </form>
  );
}

function useEntries() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const number = (amount: number) => new Intl.NumberFormat(language).format(amount);
  return { number, entries: (from: number, to: number) => words.range(number(from), number(to)) };
}
