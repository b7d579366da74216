import { createContext, use } from 'react';
import type { LecternClient } from '#libs/client';
import { api } from '../../api/client.js';

/** As whom the player asks: whoever is signed in here, or in a foreign frame the holder of its grant. */
export const WatchApi = createContext<LecternClient>(api);

export function useWatchApi(): LecternClient {
  return use(WatchApi);
}
