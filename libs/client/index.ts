export { type LecternClient, lecternClient, type Schemas } from './client.js';
