import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { defineWords } from '../words/define.js';
import { useWords } from '../words/language.js';
import { Button } from './button.js';
import { Failure } from './failure.js';
import { Skeleton } from './notice.js';

const WORDS = defineWords({
  'zh-CN': { more: '显示更多' },
  en: { more: 'Show more' },
});

interface PagedProps<Item> {
  readonly list: UseInfiniteQueryResult<{ readonly pages: readonly { readonly items: readonly Item[] }[] }>;
  /** How the items stand together: a list of cards, the body of a table. */
  readonly children: (items: readonly Item[]) => ReactNode;
  readonly whenEmpty: ReactNode;
  readonly whileLoading?: ReactNode;
}

/** A list that comes page by page, in each of its states. */
export function Paged<Item>({ list, children, whenEmpty, whileLoading = <Skeleton /> }: PagedProps<Item>) {
  const words = useWords(WORDS);
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <Fragment>
      {list.error !== null && <Failure error={list.error} again={() => void list.refetch()} />}
      {items === undefined
        ? list.error === null && whileLoading
        : items.length === 0
          ? whenEmpty
          : children(items)}
      {list.hasNextPage && (
        <p className="more">
          <Button isDisabled={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
            {words.more}
          </Button>
        </p>
      )}
    </Fragment>
  );
}
