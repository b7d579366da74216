import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { from, paged } from '../../../api/queries.js';
import { useSession } from '../../../api/session.js';
import { agoIn, bytesIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Confirm } from '../../../parts/dialog.js';
import { Failure } from '../../../parts/failure.js';
import { TextInput } from '../../../parts/field.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

const reservationsQuery = infiniteQueryOptions({
  queryKey: ['uploads', 'reservations'],
  queryFn: ({ pageParam }) =>
    told(api.GET('/v1/admin/reservations', { params: { query: { limit: 50, ...from(pageParam) } } })),
  ...paged,
});

export default function Reservations() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  usePageTitle(words.title);
  const { role } = useSession();
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.about}</p>
      <Paged list={useInfiniteQuery(reservationsQuery)} whenEmpty={<Empty title={words.none} />}>
        {(rows) => (
          <Table
            label={words.title}
            rows={rows}
            keyOf={({ id }) => id}
            acts={role === 'auditor' ? undefined : (row) => <End row={row} />}
            columns={[
              { name: words.file, show: ({ fileName, id }) => fileName ?? id },
              { name: words.person, show: ({ personName }) => personName },
              { name: words.unit, show: ({ unit }) => unit },
              {
                name: words.held,
                show: ({ reservedBytes }) => bytesIn(language, reservedBytes),
                isNumber: true,
              },
              {
                name: words.came,
                show: ({ receivedBytes }) => (receivedBytes === null ? '' : bytesIn(language, receivedBytes)),
                isNumber: true,
              },
              {
                name: words.active,
                show: ({ lastActiveAt, createdAt }) => agoIn(language, lastActiveAt ?? createdAt),
              },
              {
                name: words.expires,
                show: ({ expiresAt }) => (expiresAt === null ? '' : agoIn(language, expiresAt)),
              },
            ]}
          />
        )}
      </Paged>
    </>
  );
}

function End({ row: { id, fileName } }: { readonly row: Schemas['Reservation'] }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const name = fileName ?? id;
  const ending = useMutation({
    mutationFn: () =>
      told(
        api.DELETE('/v1/admin/reservations/{id}', {
          params: { path: { id }, query: reason.trim() === '' ? {} : { reason: reason.trim() } },
        }),
      ),
    onSuccess: async () => {
      setAsked(false);
      await queries.invalidateQueries({ queryKey: ['uploads'] });
    },
  });
  return (
    <>
      <Button look="quiet" onPress={() => setAsked(true)} aria-label={`${words.end}: ${name}`}>
        {words.end}
      </Button>
      <Confirm
        title={words.endTitle(name)}
        isOpen={isAsked}
        close={() => setAsked(false)}
        act={words.end}
        isBusy={ending.isPending}
        onConfirm={() => ending.mutate()}
      >
        <p>{words.endAbout}</p>
        <TextInput
          label={words.reason}
          value={reason}
          maxLength={200}
          onChange={({ target }) => setReason(target.value)}
        />
        {ending.error !== null && <Failure error={ending.error} />}
      </Confirm>
    </>
  );
}
