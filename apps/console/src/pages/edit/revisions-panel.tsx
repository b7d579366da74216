import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '#libs/client';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import type { Asset } from '../../api/queries.js';
import { bytesIn, dayIn, momentIn } from '../../parts/amounts.js';
import { Button } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { useLanguage, useWords } from '../../words/language.js';
import { WORDS } from './words.js';

type Revision = Schemas['Revision'];

function revisionsQuery(id: string) {
  return queryOptions({
    queryKey: ['asset', id, 'revisions'],
    queryFn: () => told(api.GET('/v1/assets/{id}/revisions', { params: { path: { id } } })),
  });
}

/** The takes of a lesson; nothing where there is one alone. */
export function RevisionsPanel({ asset: { id } }: { readonly asset: Asset }) {
  const words = useWords(WORDS);
  const { data: list, error, refetch } = useQuery(revisionsQuery(id));
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (list === undefined || list.items.length < 2) return null;
  return (
    <section className="panel" aria-labelledby="revisions">
      <h2 id="revisions">{words.revisions}</h2>
      <ul className="captions">
        {list.items.map((revision) => (
          <RevisionRow key={revision.id} id={id} revision={revision} />
        ))}
      </ul>
    </section>
  );
}

function RevisionRow({ id, revision }: { readonly id: string; readonly revision: Revision }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const { role, fileName, bytes, begunAt, purgeAt, failure } = revision;
  const restoring = useMutation({
    mutationFn: () =>
      told(
        api.POST('/v1/assets/{id}/revisions/{revision}/restore', {
          params: { path: { id, revision: revision.id } },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['asset', id] }),
  });
  const facts = [words[role], bytesIn(language, bytes), momentIn(language, begunAt)];
  if (role === 'former' && purgeAt !== null) facts.push(words.until(dayIn(language, purgeAt)));
  return (
    <li>
      <span>
        {fileName} <span className="row-facts">{facts.join(' · ')}</span>
        {failure !== null && <span className="row-failure"> {failure.reason}</span>}
      </span>
      {role === 'former' && (
        <Button
          isDisabled={restoring.isPending}
          onPress={() => restoring.mutate()}
          aria-label={`${words.restore}: ${fileName}`}
        >
          {words.restore}
        </Button>
      )}
      {restoring.error !== null && <Failure error={restoring.error} />}
    </li>
  );
}
