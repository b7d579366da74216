import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { Button } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { TextInput } from '../../../parts/field.js';
import { Notice } from '../../../parts/notice.js';
import { Table } from '../../../parts/table.js';
import { useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

/** Takes a list of people in: it is shown what each line would do before anything is done. */
export function ImportPeople() {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const importing = useMutation({
    mutationFn: ({ list, dryRun }: { list: File; dryRun: boolean }) =>
      told(
        api.POST('/v1/admin/people/import', {
          params: { query: { dryRun: String(dryRun) } },
          headers: { 'content-type': 'text/csv' },
          // The types know it as text; its encoding is found out by the service.
          body: list as never,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people'] }),
  });
  const report = importing.data;
  const isReady = report?.dryRun === true && report.refused === 0;
  const send = (dryRun: boolean) => file !== undefined && importing.mutate({ list: file, dryRun });
  return (
    <>
      <Link to="/admin/people">{words.back}</Link>
      <h1>{words.import}</h1>
      <section className="panel form">
        <p>{words.importAbout}</p>
        <TextInput
          label={words.file}
          type="file"
          accept=".csv,text/csv"
          onChange={({ target }) => {
            setFile(target.files?.[0]);
            importing.reset();
          }}
        />
        <div className="form-actions">
          <Button isDisabled={file === undefined || importing.isPending} onPress={() => send(true)}>
            {words.check}
          </Button>
          <Button look="main" isDisabled={!isReady || importing.isPending} onPress={() => send(false)}>
            {words.doImport}
          </Button>
        </div>
        {importing.error !== null && <Failure error={importing.error} />}
        {report !== undefined && <Report report={report} />}
      </section>
      {report !== undefined && <Lines report={report} />}
    </>
  );
}

function Report({ report }: { readonly report: Schemas['PeopleImport'] }) {
  const words = useWords(WORDS);
  const { dryRun, new: fresh, changed, unchanged, refused } = report;
  const summary = words.summary(
    ...([fresh, changed, unchanged, refused].map(String) as [string, string, string, string]),
  );
  return (
    <Notice kind={refused > 0 ? 'warn' : 'good'} title={dryRun ? summary : words.imported}>
      {!dryRun && <p>{summary}</p>}
    </Notice>
  );
}

function Lines({ report }: { readonly report: Schemas['PeopleImport'] }) {
  const words = useWords(WORDS);
  const verdicts = {
    new: words.new,
    changed: words.changedLine,
    unchanged: words.unchanged,
    refused: words.refused,
  };
  return (
    <Table
      label={words.import}
      rows={report.lines}
      keyOf={({ line }) => String(line)}
      columns={[
        { name: words.line, show: ({ line }) => line, isNumber: true },
        { name: words.name, show: ({ id }) => id },
        { name: words.verdict, show: ({ verdict }) => verdicts[verdict] },
        { name: words.problems, show: ({ problems }) => problems.join(' ') },
      ]}
    />
  );
}
