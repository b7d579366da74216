import { useMutation } from '@tanstack/react-query';
import type { LecternClient } from '#libs/client';
import { told } from './problem.js';

/** Saves an original under its own name; its address is made when it is wanted. */
export function useDownload(client: LecternClient, id: string) {
  return useMutation({
    mutationFn: () =>
      told(client.POST('/v1/assets/{id}/download-links', { params: { path: { id } }, body: {} })),
    // It is an attachment: the page stays.
    onSuccess: ({ url }) => location.assign(url),
  });
}
