// The linter reads a review for customers as it reads updates: its words count, not the parts that an update has, nor what an update promises.
import { crisisNow, type Deps } from '../../deps.ts'
import type { Finding } from '../linter/linter.contract.ts'
import { lintDraft } from '../linter/lint.store.ts'

/** A review says again what was said, has no parts and no promise, and is posted nowhere. */
const ofUpdates = /^(?:missing-|promise-|social-|estimate-|repeat$|alternative-text$)/

export async function lintPostmortem(deps: Deps, crisisId: string, bodies: Record<string, string>): Promise<Finding[]> {
  const now = await crisisNow(deps, crisisId)
  const draft = { phase: 'resolved' as const, holding: false, nextUpdateAt: null, files: [], pictures: {} }
  const found: Finding[] = []
  for (const [locale, body] of Object.entries(bodies))
    found.push(...(await lintDraft(deps, crisisId, { ...draft, locale, parts: { title: '', happened: wordsOf(body) } }, null, now)))
  return found.filter(({ rule }) => !ofUpdates.test(rule)).map((finding) => ({ ...finding, part: null }))
}

/** What makes Markdown of it is no word: it is blanked, so that every place stays where it is. */
const wordsOf = (body: string): string => body.replace(/\]\([^)\s]*\)|^#+ .*$|^\s*(?:[-*+]|\d+\.)\s|[*_`>|#]/gm, (marks) => ' '.repeat(marks.length))
