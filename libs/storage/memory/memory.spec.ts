import { MemoryStorage, parseStorageKey } from '../index.js';
import { storageContract } from '../testing/storage-contract.js';

storageContract('MemoryStorage', async () => {
  const storage = new MemoryStorage();
  return {
    storage,
    names: async () => {
      const names: string[] = [];
      for (const area of ['assets', 'control', 'uploads']) {
        for await (const { key } of storage.list(parseStorageKey(area))) names.push(key);
      }
      return names.sort();
    },
    dispose: () => Promise.resolve(),
  };
});
