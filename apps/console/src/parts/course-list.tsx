import { Link } from 'react-router';
import type { Course } from '../api/queries.js';
import { defineWords } from '../words/define.js';
import { useWords } from '../words/language.js';
import './course-list.css';

export const VISIBILITY = defineWords({
  'zh-CN': { private: '仅自己', unit: '本单位', region: '本地区', all: '所有人' },
  en: { private: 'Only me', unit: 'My unit', region: 'My region', all: 'Everybody' },
});

export function CourseList({ courses }: { readonly courses: readonly Course[] }) {
  const visibility = useWords(VISIBILITY);
  return (
    <ul className="course-list">
      {courses.map(({ id, title, description, tags, visibility: seenBy }) => (
        <li key={id}>
          <Link to={`/courses/${id}`}>
            <strong>{title}</strong>
          </Link>
          {description !== '' && <p className="course-about">{description}</p>}
          <p>{[visibility[seenBy], ...tags].join(' · ')}</p>
        </li>
      ))}
    </ul>
  );
}
