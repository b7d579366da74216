export { readLines, type UsageLine, wholeLines, writtenLine } from './usage-line.js';
