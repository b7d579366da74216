import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { assetsQuery, type Course } from '../../api/queries.js';
import { Button } from '../../parts/button.js';
import { Empty } from '../../parts/notice.js';
import { Paged } from '../../parts/paged.js';
import { useWords } from '../../words/language.js';
import { ordered } from './ordered.js';
import { WORDS } from './words.js';

interface LessonOrderProps {
  readonly course: Course;
  readonly isBusy: boolean;
  readonly onOrder: (ids: string[]) => void;
}

/** Moves lessons up and down, by buttons: a finger and a keyboard can do it as a mouse can. */
export function LessonOrder({ course, isBusy, onOrder }: LessonOrderProps) {
  const words = useWords(WORDS);
  const lessons = useInfiniteQuery(assetsQuery({ courseId: course.id }, 100));
  return (
    <section className="panel" aria-labelledby="order">
      <h2 id="order">{words.order}</h2>
      <Paged list={lessons} whenEmpty={<Empty title={words.none} />}>
        {(assets) => {
          const shown = ordered(assets, course.assetOrder);
          const ids = shown.map(({ id }) => id);
          const swap = (at: number, by: number) => {
            const moved = [...ids];
            const [taken] = moved.splice(at, 1);
            if (taken !== undefined) moved.splice(at + by, 0, taken);
            onOrder(moved);
          };
          return (
            <ol className="lesson-order">
              {shown.map(({ id, title }, at) => (
                <li key={id}>
                  <Link to={`/lessons/${id}/edit`}>{title}</Link>
                  <Button
                    look="quiet"
                    isDisabled={isBusy || at === 0}
                    onPress={() => swap(at, -1)}
                    aria-label={words.up(title)}
                  >
                    ↑
                  </Button>
                  <Button
                    look="quiet"
                    isDisabled={isBusy || at === shown.length - 1}
                    onPress={() => swap(at, 1)}
                    aria-label={words.down(title)}
                  >
                    ↓
                  </Button>
                </li>
              ))}
            </ol>
          );
        }}
      </Paged>
    </section>
  );
}
