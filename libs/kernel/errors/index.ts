export { DomainError, type ErrorFacts, type ErrorKind } from './domain-error.js';
