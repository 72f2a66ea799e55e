// The model that is set up for second opinions phrases an answer; where it is away, slow, or says more than the sources, the plain answer stays.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { createModel, modelAddress } from '../../detect/opinions/model.ts'
import { maskPersonal } from '../../detect/texts/personal.ts'
import type { Answer } from './assistant.ts'
import { isWholeAnswer } from './check.ts'
import type { Composed } from './material.ts'
import type { AskedBy } from './material.store.ts'
import { phrasingOf, sentencesIn } from './phrase.ts'
import { isLeftAlone, noteFailed, notePhrased, noteRefused } from './phrasing.ts'

const timeoutMs = 6_000

/** @returns undefined where the plain answer is to be given */
export async function phrased(
  deps: Pick<Deps, 'db' | 'clock' | 'config' | 'key' | 'log'>,
  question: string,
  plain: Answer,
  by: Pick<AskedBy, 'accountId' | 'contactId'>,
  { waitMs = timeoutMs } = {},
): Promise<Pick<Composed, 'sentences'> | undefined> {
  // What customers called their conversations are their own words, and stay here.
  if (plain.sources.some(({ kind }) => kind === 'conversation')) return undefined
  const to = await modelAddress(deps.db)
  if (!to) return undefined
  const about = createHash('sha256')
    .update(`${to.url} ${to.model} `)
    .update(to.sealed ?? '')
    .digest('hex')
  if (isLeftAlone(deps, about)) return undefined
  const written = await createModel(deps, waitMs)(to, phrasingOf(to.model, await masked(deps, question, by), plain, plain.language))
  const sentences = 'content' in written ? sentencesIn(written.content) : undefined
  if (sentences && isWholeAnswer(sentences, plain, plain.language)) {
    notePhrased(deps)
    return { sentences }
  }
  if (sentences) noteRefused(deps)
  else noteFailed(deps, about, 'content' in written ? { why: 'Its answer was no list of sentences.', isFinal: false } : written)
  deps.log.info({ refused: sentences !== undefined, ...('why' in written ? { why: written.why } : {}) }, 'the plain answer is given')
  return undefined
}

/** Without what belongs to a person, and without the names that we know of whoever asks. */
async function masked({ db }: Pick<Deps, 'db'>, question: string, { accountId, contactId }: Pick<AskedBy, 'accountId' | 'contactId'>): Promise<string> {
  const { text } = maskPersonal(question)
  if (accountId === null) return text
  const { rows } = await sql<{ name: string | null }>`
    select name from accounts where id = ${accountId} union all select name from contacts where account_id = ${accountId} and (${contactId}::bigint is null or id = ${contactId})`.execute(
    db,
  )
  const names = rows.flatMap(({ name }) => [name ?? '', ...(name ?? '').split(/\s+/)]).filter((name) => name.length >= 3)
  return names
    .toSorted((one, other) => other.length - one.length)
    .reduce((kept, name) => kept.replaceAll(new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'), '[name]'), text)
}
