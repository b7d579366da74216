import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { momentIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { Notice } from '../../../parts/notice.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

type Verdict = Schemas['AuditVerdict'];

/** Has the whole trail read, and says in sentences what came of it: also what nobody can prove. */
export function VerdictPanel() {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const verifying = useMutation({
    mutationFn: () => told(api.POST('/v1/admin/audit/verify')),
    // That it was verified is an entry of its own.
    onSuccess: () => queries.invalidateQueries({ queryKey: ['audit'] }),
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
      {verifying.data !== undefined && <Told verdict={verifying.data} />}
    </section>
  );
}

function Told({ verdict }: { readonly verdict: Verdict }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { intact, rows, findings, moreFindings, anchors, unproven } = verdict;
  const number = (amount: number) => new Intl.NumberFormat(language).format(amount);
  const entries = (from: number, to: number) => words.range(number(from), number(to));
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
