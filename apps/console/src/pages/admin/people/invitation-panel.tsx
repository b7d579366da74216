import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { waysQuery } from '../../../api/queries.js';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { momentIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { copy } from '../../../parts/copy.js';
import { Failure } from '../../../parts/failure.js';
import { Notice } from '../../../parts/notice.js';
import { useLanguage, useWords } from '../../../words/language.js';
import type { Person } from './people-queries.js';
import { WORDS } from './words.js';

/** A link by which somebody sets their password, where people have one here. */
export function InvitationPanel({ person }: { readonly person: Person }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { data: ways } = useQuery(waysQuery);
  const [isCopied, setCopied] = useState(false);
  const { id, hasPassword } = person;
  const inviting = useMutation({
    mutationFn: () =>
      told(
        api.POST('/v1/admin/people/{id}/invitation', {
          params: { path: { id } },
          body: { purpose: hasPassword ? 'reset' : 'invitation' },
        }),
      ),
  });
  if (ways === undefined || ways.password === null) return null;
  const made = inviting.data;
  return (
    <section className="panel" aria-labelledby="invitation">
      <h2 id="invitation">{hasPassword ? words.reset : words.invite}</h2>
      <p>{hasPassword ? words.resetAbout : words.inviteAbout}</p>
      <div className="form-actions">
        <Button isDisabled={inviting.isPending} onPress={() => inviting.mutate()}>
          {hasPassword ? words.reset : words.invite}
        </Button>
      </div>
      {made !== undefined && (
        <Notice kind="good" title={words.linkMade(momentIn(language, made.expiresAt))}>
          <p>
            <code>{made.link}</code>
          </p>
          <Button onPress={() => void copy(made.link).then(setCopied)}>
            {isCopied ? words.linkCopied : words.copyLink}
          </Button>
        </Notice>
      )}
      {inviting.error !== null && <Failure error={inviting.error} />}
    </section>
  );
}
