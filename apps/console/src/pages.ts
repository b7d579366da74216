/** The console's pages, each in scripts of its own. */
export const PAGES = {
  account: () => import('./pages/account/account.js'),
  admin: () => import('./pages/admin/admin.js'),
  continue: () => import('./pages/continue/continue.js'),
  course: () => import('./pages/course/course.js'),
  edit: () => import('./pages/edit/edit.js'),
  editCourse: () => import('./pages/course/edit-course.js'),
  embed: () => import('./pages/embed/embed.js'),
  home: () => import('./pages/home/home.js'),
  invitation: () => import('./pages/invitation/invitation.js'),
  mine: () => import('./pages/mine/mine.js'),
  newCourse: () => import('./pages/course/new-course.js'),
  notFound: () => import('./pages/not-found.js'),
  signIn: () => import('./pages/sign-in/sign-in.js'),
  upload: () => import('./pages/upload/upload.js'),
  watch: () => import('./pages/watch/watch.js'),
} as const;
