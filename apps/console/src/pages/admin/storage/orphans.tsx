import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { bytesIn, momentIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Confirm } from '../../../parts/dialog.js';
import { Failure } from '../../../parts/failure.js';
import { CheckBox } from '../../../parts/field.js';
import { Empty, Notice } from '../../../parts/notice.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

type Orphan = Schemas['Orphan'];

const MOST = 1_000;

/** What the database does not know: searched for when asked, since it is written down who did; removed when typed. */
export function Orphans() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const searching = useMutation({
    mutationFn: () => told(api.GET('/v1/admin/orphans', { params: { query: { limit: MOST } } })),
  });
  const removing = useMutation({
    mutationFn: (folders: readonly string[]) =>
      told(api.POST('/v1/admin/orphans/remove', { body: { folders: [...folders] } })),
    onSuccess: () => searching.mutate(),
  });
  const found = searching.data;
  const done = removing.data;
  return (
    <section className="panel">
      <div className="page-head">
        <h2>{words.orphans}</h2>
        <Button isDisabled={searching.isPending} onPress={() => searching.mutate()}>
          {words.search}
        </Button>
      </div>
      <p role="status">{searching.isPending ? words.searching : words.orphansAbout}</p>
      {searching.error !== null && <Failure error={searching.error} />}
      {removing.error !== null && <Failure error={removing.error} />}
      {done !== undefined && (
        <Notice
          kind="good"
          title={words.removed(String(done.removed.length), bytesIn(language, bytesOf(done.removed)))}
        >
          {done.kept.length > 0 && <p>{words.kept(done.kept.join(', '))}</p>}
        </Notice>
      )}
      {found !== undefined && found.items.length === 0 && <Empty title={words.none} />}
      {found !== undefined && found.items.length > 0 && (
        <Found
          // What was chosen of an earlier search may be gone.
          key={searching.submittedAt}
          found={found}
          isBusy={removing.isPending}
          remove={(folders) => removing.mutate(folders)}
        />
      )}
    </section>
  );
}

interface FoundProps {
  readonly found: Schemas['Orphans'];
  readonly isBusy: boolean;
  readonly remove: (folders: readonly string[]) => void;
}

function Found({ found: { items, complete }, isBusy, remove }: FoundProps) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isAsked, setAsked] = useState(false);
  const count = String(chosen.length);
  const choose = (folder: string, isChosen: boolean) =>
    setChosen(isChosen ? [...chosen, folder] : chosen.filter((each) => each !== folder));
  return (
    <>
      {!complete && <Notice kind="warn" title={words.notAll} />}
      <CheckBox
        label={words.chooseAll}
        checked={chosen.length === items.length}
        onChange={({ target }) => setChosen(target.checked ? items.map(({ folder }) => folder) : [])}
      />
      <Table
        label={words.orphans}
        rows={items}
        keyOf={({ folder }) => folder}
        columns={[
          {
            name: words.choose,
            show: ({ folder }) => (
              <CheckBox
                label={<span className="visually-hidden">{words.chooseOne(folder)}</span>}
                checked={chosen.includes(folder)}
                onChange={({ target }) => choose(folder, target.checked)}
              />
            ),
          },
          { name: words.folder, show: ({ folder }) => <span className="mono">{folder}</span> },
          { name: words.reason, show: ({ reason }) => words[reason] },
          { name: words.objects, show: ({ objects }) => objects, isNumber: true },
          { name: words.bytes, show: ({ bytes }) => bytesIn(language, bytes), isNumber: true },
          { name: words.modified, show: ({ modifiedAt }) => momentIn(language, modifiedAt) },
        ]}
      />
      <div className="form-actions">
        <Button look="danger" isDisabled={chosen.length === 0 || isBusy} onPress={() => setAsked(true)}>
          {words.remove}
        </Button>
      </div>
      <Confirm
        title={words.removeTitle(count)}
        isOpen={isAsked}
        close={() => setAsked(false)}
        act={words.remove}
        typed={words.removeTyped(count)}
        isBusy={isBusy}
        onConfirm={() => {
          setAsked(false);
          remove(chosen);
        }}
      >
        <p>
          {words.removeAbout(
            bytesIn(language, bytesOf(items.filter(({ folder }) => chosen.includes(folder)))),
          )}
        </p>
      </Confirm>
    </>
  );
}

function bytesOf(orphans: readonly Orphan[]): number {
  return orphans.reduce((sum, { bytes }) => sum + bytes, 0);
}
