// What a signed link opens. One that was given to a contact is looked up each time: nobody reads on who is not meant any more, also where we cannot look.
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../deps.ts'
import { readPrivateToken } from './private.links.ts'
import type { Readers } from './readers/for-readers.ts'
import { pageBehind } from './readers/readers.choice.ts'

/** `readers`: it is the page for these; undefined: the whole page of the brand. */
export type Behind = { brand: string; readers?: Readers }
type Shut = { status: 410 | 503; sentence: string }

export async function behindLink(deps: Pick<Deps, 'db' | 'key' | 'clock' | 'log'>, token: string): Promise<Behind | Shut> {
  const claims = readPrivateToken(deps, token)
  if (!claims) return gone
  if ('b' in claims) return { brand: claims.b }
  try {
    return (await pageBehind(deps.db, claims)) ?? gone
  } catch (error) {
    deps.log.warn({ err: error }, 'a link to a page for some readers could not be looked up')
    return away
  }
}

const gone: Shut = { status: 410, sentence: 'This link is no longer valid. Our newest message has a new one.' }
const away: Shut = { status: 503, sentence: 'We cannot look up at the moment whether this link is still valid. Try again in a minute.' }

export const plainly = (reply: FastifyReply, code: number, sentence: string) =>
  reply
    .code(code)
    .type('text/plain; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex')
    .send(sentence)
