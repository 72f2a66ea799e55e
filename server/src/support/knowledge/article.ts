// The rule of an article: a draft is read by nobody; published, readers have the words that somebody read and agreed to, language by language; retired, it is gone from what they find and can come back.
import { Refused } from '../../platform/refused.ts'

export type Article = { state: 'draft' | 'published' | 'retired'; languages: Record<string, { newest: number; published: number | null }> }

/**
 * Which languages become readable, with which revision.
 * @param read by language: the revision that was read before it was agreed to
 */
export function publication({ state, languages }: Article, read: Record<string, number>): Record<string, number> {
  const asked = Object.entries(read)
  if (asked.length === 0) throw new Refused('not-valid', 'revisions: name at least one language, with the revision that you have read.')
  for (const [locale, revision] of asked) {
    const known = Object.hasOwn(languages, locale) ? languages[locale] : undefined
    if (!known) throw new Refused('not-valid', `revisions: there are no words in ${locale} yet.`)
    if (known.newest !== revision) throw new Refused('changed-meanwhile', `The words in ${locale} were changed meanwhile. Read them again, then publish.`)
  }
  if (state === 'published' && asked.every(([locale, revision]) => languages[locale]?.published === revision))
    throw new Refused('already-done', 'Readers have exactly these words already.')
  return read
}

export function retirement({ state }: Article): void {
  if (state === 'retired') throw new Refused('already-done', 'This article is retired already. Publish it to bring it back.')
}

/** A language that is taken from readers again, such as a wrong translation; the last one is retired with its article. */
export function withdrawal({ state, languages }: Article, locale: string): void {
  const known = Object.hasOwn(languages, locale) ? languages[locale] : undefined
  if (!known || known.published === null || state !== 'published') throw new Refused('already-done', 'Readers do not have this language.')
  if (Object.values(languages).filter(({ published }) => published !== null).length === 1)
    throw new Refused('out-of-order', 'This is the only language that readers have. Retire the article instead.')
}

/** @param from the revision that somebody wrote on; 0: they saw none */
export function writing({ languages }: Article, locale: string, from: number): number {
  const newest = Object.hasOwn(languages, locale) ? (languages[locale]?.newest ?? 0) : 0
  if (from !== newest)
    throw new Refused('changed-meanwhile', `Somebody saved revision ${newest} meanwhile; yours is made from revision ${from}. Read it, then save again.`)
  if (newest === 0 && Object.keys(languages).length >= mostLanguages) throw new Refused('too-many', `An article has ${mostLanguages} languages at most.`)
  return newest + 1
}
const mostLanguages = 30
