// Promises and estimates: a time that is past, and one in the text that is not the time on the clock.
import { momentsIn } from '../moments.ts'
import { promisesIn } from '../promises.ts'
import { type Found, type Rule, saidParts } from '../linter.ts'

/** Two times that a reader takes for the same. */
const sameMinutes = 1
const shown = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

export const promiseRules: Rule[] = [
  {
    id: 'promise-past',
    severity: 'error',
    check: ({ draft: { nextUpdateAt, now } }) =>
      nextUpdateAt && nextUpdateAt <= now ? [{ sentence: `The next update is promised for ${shown(nextUpdateAt)}, which is past. Promise a later time.` }] : [],
  },
  {
    id: 'promise-differs',
    severity: 'error',
    check: ({ draft: { parts, nextUpdateAt, now, zone } }) =>
      saidParts(parts).flatMap(([part, text]) =>
        promisesIn(text, { postedAt: now, zone }).flatMap(({ at, from, to }): Found[] => {
          const place = { part, from, to }
          if (!nextUpdateAt)
            return [
              {
                ...place,
                severity: 'warning',
                sentence: `The text promises to write again at ${shown(at)}, but no clock will watch over it. Set it as the next update.`,
              },
            ]
          return Math.abs(at.getTime() - nextUpdateAt.getTime()) > sameMinutes * 60_000
            ? [
                {
                  ...place,
                  sentence: `The text promises ${shown(at)}, the clock ${shown(nextUpdateAt)}. Let both say the same, or leave it out here: it is added by itself.`,
                },
              ]
            : []
        }),
      ),
  },
  {
    id: 'estimate-past',
    severity: 'error',
    check: ({ draft: { parts, now, zone, phase } }) =>
      phase === 'resolved' || !parts.estimate
        ? []
        : momentsIn(parts.estimate, { postedAt: new Date(now.getTime() - 12 * 3_600_000), zone }).flatMap(({ at, from, to }): Found[] =>
            at <= now && at.getTime() > now.getTime() - 12 * 3_600_000 && /\d{1,2}[:.]\d{2}|[ap]\.?m|noon|midnight/i.test(parts.estimate?.slice(from, to) ?? '')
              ? [{ part: 'estimate', from, to, sentence: `The estimate (${shown(at)}) is past. Give a new one with room to spare, or say that there is none.` }]
              : [],
          ),
  },
  {
    id: 'estimate-sharp',
    severity: 'hint',
    check: ({ draft: { parts, phase } }) =>
      phase !== 'resolved' &&
      parts.estimate &&
      /\b(?:at|by)\s+(?:exactly\s+)?\d{1,2}[:.]\d{2}\b/i.test(parts.estimate) &&
      !/between|from .* to|–|-\s?\d|at the latest|no later/i.test(parts.estimate)
        ? [{ part: 'estimate', sentence: 'A range is kept more often than a minute: say “between … and …”, and promise late.' }]
        : [],
  },
]
