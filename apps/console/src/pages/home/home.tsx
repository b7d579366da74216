import { usePageTitle } from '../../parts/page-title.js';

export default function Home() {
  usePageTitle('');
  return null;
}
