// Sessions with Bluesky, kept in memory: signing in is counted there, so it is done once, renewed when it has run out, and done anew once where it was ended.
import { createHash } from 'node:crypto'
import type { Answer, Outcome, Request } from '@leeward/channel'
import { parsed, refusedEntry, sessionEnded } from './bluesky-answers.ts'

/** `service`: where its PDS is, such as https://bsky.social. */
export type Account = { service: string; handle: string; password: string }
export type Session = {
  did: string
  /** `proxy`: the service that the server hands it on to. */
  get: (method: string, query: Record<string, string> | [string, string][], proxy?: string) => Promise<Answer>
  post: (method: string, body: object, proxy?: string) => Promise<Answer>
}
/** `asked`: heard before anything was written, so that a line that broke has lost nothing. */
type Done = { heard: Answer; asked?: true }
type Tokens = { did: string; access: string; refresh: string }
type Entry = { tokens: Tokens } | { refused: Outcome }

const mostKept = 100

export type Sessions = ReturnType<typeof createSessions>
export function createSessions(request: Request) {
  const kept = new Map<string, Promise<Entry>>()

  /** Two who need it at once sign in once. */
  function enter(account: Account, how: () => Promise<Entry>): Promise<Entry> {
    const name = nameOf(account)
    const entering = how().then((entry) => {
      if ('refused' in entry && kept.get(name) === entering) kept.delete(name)
      return entry
    })
    kept.delete(name)
    kept.set(name, entering)
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    return entering
  }

  const signIn = async ({ service, handle, password }: Account): Promise<Entry> => {
    const heard = await request(`${service}/xrpc/com.atproto.server.createSession`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ identifier: handle, password }),
    })
    const tokens = tokensIn(heard)
    return tokens ? { tokens } : { refused: refusedEntry(heard) }
  }

  /** The session as it is, else a new one: from its renewal where that is still taken. */
  const renew = (account: Account, before: Tokens): Promise<Entry> =>
    enter(account, async () => {
      const heard = await request(`${account.service}/xrpc/com.atproto.server.refreshSession`, { method: 'POST', headers: bearer(before.refresh) })
      const tokens = tokensIn(heard)
      return tokens ? { tokens } : signIn(account)
    })

  return {
    /** Does it within a session. Where that has ended, once more within a new one. */
    async within(account: Account, act: (session: Session) => Promise<Done>, meaning: (answer: Answer) => Outcome): Promise<Outcome> {
      const first = kept.get(nameOf(account)) ?? enter(account, () => signIn(account))
      const entry = await first
      if ('refused' in entry) return entry.refused
      let { heard, asked } = await act(sessionOf(request, account, entry.tokens))
      if (sessionEnded(heard)) {
        // Somebody else may have renewed it meanwhile.
        const now = kept.get(nameOf(account))
        const again = await (now && now !== first ? now : renew(account, entry.tokens))
        if ('refused' in again) return again.refused
        ;({ heard, asked } = await act(sessionOf(request, account, again.tokens)))
        if (sessionEnded(heard)) kept.delete(nameOf(account))
      }
      const outcome = meaning(heard)
      return asked && outcome.state === 'unknown' ? { ...outcome, state: 'deferred' } : outcome
    },
    forget: () => kept.clear(),
  }
}

const json = { 'content-type': 'application/json', 'user-agent': 'Leeward' }
const bearer = (token: string) => ({ 'user-agent': 'Leeward', authorization: `Bearer ${token}` })
const proxied = (to: string | undefined): Record<string, string> => (to ? { 'atproto-proxy': to } : {})
/** A password is not kept in the clear as a key. */
const nameOf = ({ service, handle, password }: Account) =>
  createHash('sha256')
    .update(JSON.stringify([service, handle, password]))
    .digest('base64')

const sessionOf = (request: Request, { service }: Account, { did, access }: Tokens): Session => ({
  did,
  get: (method, query, proxy) =>
    request(`${service}/xrpc/${method}?${new URLSearchParams(query)}`, { method: 'GET', headers: { ...bearer(access), ...proxied(proxy) } }),
  post: (method, body, proxy) =>
    request(`${service}/xrpc/${method}`, {
      method: 'POST',
      headers: { ...bearer(access), ...proxied(proxy), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
})

function tokensIn(answer: Answer): Tokens | undefined {
  if (answer.kind !== 'heard' || answer.status !== 200) return undefined
  const { did, accessJwt, refreshJwt } = parsed(answer) ?? {}
  return typeof did === 'string' && did.startsWith('did:') && typeof accessJwt === 'string' && typeof refreshJwt === 'string'
    ? { did, access: accessJwt, refresh: refreshJwt }
    : undefined
}
