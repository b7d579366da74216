import { Suspense } from 'react';
import { NavLink, Outlet } from 'react-router';
import { useLiveData } from './api/events.js';
import { useSession } from './api/session.js';
import { AccountMenu } from './account-menu.js';
import { FailureBoundary } from './parts/failure-boundary.js';
import { Skeleton } from './parts/notice.js';
import { defineWords } from './words/define.js';
import { useWords } from './words/language.js';
import './shell.css';

const WORDS = defineWords({
  'zh-CN': {
    skip: '跳到内容',
    main: '主导航',
    home: '首页',
    upload: '上传',
    mine: '我的课程',
    admin: '管理',
  },
  en: {
    skip: 'Skip to the content',
    main: 'Main',
    home: 'Home',
    upload: 'Upload',
    mine: 'My lessons',
    admin: 'Admin',
  },
});

/** What stands around every page of who is signed in. */
export function Shell() {
  const words = useWords(WORDS);
  const { role } = useSession();
  useLiveData();
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <header className="bar">
        <NavLink to="/" className="brand" aria-label="Lectern">
          <img src="./icon.svg" width="28" height="28" alt="" />
          <span>Lectern</span>
        </NavLink>
        <nav aria-label={words.main}>
          <NavLink to="/" end>
            {words.home}
          </NavLink>
          {role !== 'auditor' && <NavLink to="/upload">{words.upload}</NavLink>}
          {role !== 'auditor' && <NavLink to="/mine">{words.mine}</NavLink>}
          {role !== 'doctor' && <NavLink to="/admin">{words.admin}</NavLink>}
        </nav>
        <AccountMenu />
      </header>
      <main id="content" tabIndex={-1}>
        <FailureBoundary>
          <Suspense fallback={<Skeleton lines={6} height="2rem" />}>
            <Outlet />
          </Suspense>
        </FailureBoundary>
      </main>
    </>
  );
}
