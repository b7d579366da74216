export { type LecternClient, lecternClient, type LecternClientOptions, type Schemas } from './client.js';
