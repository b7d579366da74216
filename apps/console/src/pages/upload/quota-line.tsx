import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/queries.js';
import { bytesIn } from '../../parts/amounts.js';
import { Notice } from '../../parts/notice.js';
import type { UploadRow } from '../../uploads/upload-list.js';
import { useLanguage, useWords } from '../../words/language.js';
import { WORDS } from './words.js';

/** What may still come, whose quota says so, and what is left when these are sent. */
export function QuotaLine({ rows }: { readonly rows: readonly UploadRow[] }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { data: me } = useQuery(meQuery);
  const quota = me?.quota;
  if (quota === null || quota === undefined) return <p className="quota-line">&nbsp;</p>;
  const { effective, bindingUnit, bindingUnitName } = quota;
  if (effective === null) return <p className="quota-line">{words.noLimit}</p>;
  const unit = bindingUnitName ?? bindingUnit ?? '';
  // What has begun holds its room already.
  const coming = rows.reduce((sum, { state, bytes }) => sum + (state.state === 'queued' ? bytes : 0), 0);
  const left = effective - coming;
  if (left < 0) return <Notice kind="warn" title={words.quotaOver(unit)} />;
  const parts = [words.quota(bytesIn(language, effective), unit)];
  if (coming > 0) parts.push(words.quotaAfter(bytesIn(language, left)));
  return <p className="quota-line">{parts.join(' · ')}</p>;
}
