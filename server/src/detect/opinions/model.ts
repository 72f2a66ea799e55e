// The language model that a company set up: one way to ask it, for all who do. Whatever goes wrong is a sentence and nothing is thrown; what it wrote is text, and no more.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { createOutgoing, type Heard } from '../../platform/outgoing/outgoing.ts'
import { unseal } from '../../platform/secrets/seal.ts'

export type ModelAddress = { url: string; model: string; sealed: Buffer | null }
/** `isFinal`: asking the same again is of no use. `againMs`: how long it asked to be left alone. */
export type Written = { content: string } | { why: string; isFinal: boolean; againMs?: number }

const largest = 32_768

/** @returns undefined where none is set up */
export async function modelAddress(db: Deps['db']): Promise<ModelAddress | undefined> {
  const { rows } = await sql<{
    url: string | null
    model: string | null
    sealed: Buffer | null
  }>`select url, model, sealed from second_opinion_settings`.execute(db)
  const { url, model, sealed } = rows[0] ?? { url: null, model: null, sealed: null }
  return url && model ? { url, model, sealed } : undefined
}

/** Asks by a chat completion as OpenAI has them. */
export function createModel({ key, config }: Pick<Deps, 'key' | 'config'>, timeoutMs: number): (to: ModelAddress, body: object) => Promise<Written> {
  const call = createOutgoing({ allow: config.outgoingAllow, timeoutMs, largestAnswer: largest })
  return async ({ url, sealed }, body) => {
    const secret = sealed && unseal(key, sealed)
    const heard = await call(`${url.replace(/\/+$/, '')}/chat/completions`, {
      headers: { 'content-type': 'application/json', ...(secret ? { authorization: `Bearer ${secret}` } : {}) },
      body: JSON.stringify(body),
    })
    return writtenIn(heard)
  }
}

export function writtenIn(heard: Heard): Written {
  if (heard.kind !== 'heard') return { why: heard.why, isFinal: heard.kind === 'refused' }
  const { status, headers, body } = heard
  if (status !== 200) {
    const seconds = Number(headers['retry-after'])
    const again = status === 429 && seconds > 0 ? { againMs: seconds * 1_000 } : {}
    return { why: `It answered with ${status}.`, isFinal: status >= 400 && status < 500 && status !== 429, ...again }
  }
  const content = contentOf(body)
  return content === undefined ? { why: 'Its answer was none that can be read.', isFinal: true } : { content }
}

/** What the first choice says; undefined where there is none, or where it is no text. */
function contentOf(body: string): string | undefined {
  const answer = parsed(body) as { choices?: { message?: { content?: unknown } | null }[] } | null | undefined
  const content = Array.isArray(answer?.choices) ? answer.choices[0]?.message?.content : undefined
  return typeof content === 'string' && content.trim() !== '' ? content : undefined
}

/** The JSON of a text; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
