import * as v from 'valibot';
import { whyMost } from './events.ts';

/**
 * What is wrong with a document, and where. Says nothing of what was written there: that may be a password or a badge
 * number, and the answer goes into the journal and to the upstream.
 */
export function documentTrouble(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue);
  return cutToWhy(place === null ? wordsOf(issue) : `${place}: ${wordsOf(issue)}`);
}

export function cutToWhy(text: string): string {
  return text.slice(0, whyMost);
}

function wordsOf(issue: v.BaseIssue<unknown>): string {
  if (issue.kind === 'schema') return issue.received === 'undefined' ? 'is missing' : `must be ${issue.expected ?? 'something else'}`;
  switch (issue.type) {
    case 'max_length':
      return `is longer than ${String(issue.requirement)}`;
    case 'min_length':
      return `is shorter than ${String(issue.requirement)}`;
    case 'max_value':
      return `is more than ${String(issue.requirement)}`;
    case 'min_value':
      return `is less than ${String(issue.requirement)}`;
    case 'integer':
      return 'must be a whole number';
    case 'iso_timestamp':
      return 'must be a time';
    case 'check':
      return issue.message; // Written by hand, in the schemas.
    case 'regex':
      return issue.message.startsWith('Invalid ') ? 'has the wrong form' : issue.message;
    default:
      return 'is not allowed';
  }
}
