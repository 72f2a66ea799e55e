// How a desk is called, whichever it is: what claims, paces and counts does not know which one it is.
import { type Outcome, retryAfter, said } from '@leeward/channel'
import { createWebhook } from '@leeward/webhook'
import type { Heard, Outgoing } from '../../platform/outgoing/outgoing.ts'
import { chatwootApi } from './chatwoot-api.ts'
import type { Desk, State } from './desk.ts'
import type { Stand } from './stand.ts'
import { zendeskApi } from './zendesk-api.ts'

/** `mark`: found again in what the desk keeps of it. */
export type Reply = { id: number; mark: string; conversation: string; text: string; author: string; automatic: string | null; at: Date }
/** `missing`: the desk was asked and has no such reply; `unknown`: it could not be asked. */
export type Lookup = { found: string } | 'missing' | 'unknown'
export type DeskApi = {
  post: (reply: Reply) => Promise<Outcome>
  /** Left out where the desk cannot be asked. */
  find?: (reply: Reply, sentAt: Date) => Promise<Lookup>
  /** Whole, so that telling it twice is no harm. */
  tell: (state: State) => Promise<Outcome>
  /** How it stands and who has it, as far as it differs there; left out where that is told with the rest. */
  stand?: (stand: Stand) => Promise<Outcome>
  /** Agents behind numbers of theirs; left out where the desk names them itself. Undefined: it could not be asked. */
  agents?: (ids: readonly string[]) => Promise<{ id: string; name?: string | undefined; email?: string | undefined }[] | undefined>
  /** What a file of theirs is fetched with, shown to their own server alone. */
  lettingIn: { origin: string; headers: Record<string, string> }
  test: () => Promise<{ ok: boolean; says: string }>
  /** Who is behind numbers of theirs; left out where the desk names people itself. */
  people?: (
    ids: readonly string[],
  ) => Promise<{ id: string; name?: string | undefined; email?: string | undefined; organization?: string | undefined }[] | undefined>
}

export const openDesk = (desk: Desk, outgoing: Outgoing, now: () => Date): DeskApi => {
  switch (desk.kind) {
    case 'zendesk':
      return zendeskApi(desk, outgoing)
    case 'chatwoot':
      return chatwootApi(desk, outgoing)
    case 'webhook':
      return webhookApi(desk, outgoing, now)
  }
}

/** Our own form, signed as Standard Webhooks say. What nobody answered is not asked for: such a receiver has no address for it. */
function webhookApi({ settings, secrets }: Desk, outgoing: Outgoing, now: () => Date): DeskApi {
  const webhook = createWebhook(outgoing)
  const send = async (id: string, type: string, timestamp: Date, data: object): Promise<Outcome> => {
    const { state, ...more } = await webhook.send({ id, to: settings.url, secret: secrets.ours ?? '', type, timestamp, data })
    return state === 'gone' ? { ...more, state: 'failed', reason: 'gone' } : { ...more, state }
  }
  return {
    lettingIn: { origin: '', headers: {} },
    post: ({ mark, conversation, text, author, automatic, at }) =>
      send(`reply_${mark}`, 'reply.written', at, { conversation, reply: mark, text, author, answerToAll: automatic === 'answer' || automatic === 'restored' }),
    tell: (state) => send(`state_${state.conversation}_${now().getTime()}`, 'conversation.changed', now(), state),
    test: async () => {
      const { state, answer } = await send(`test_${now().getTime()}`, 'desk.test', now(), {})
      return { ok: state === 'accepted', says: answer }
    },
  }
}

/** What an answer of an API means for what was asked of it. An error of the server may have come after it was done. */
export function outcomeOfApi(heard: Heard, reference?: (body: unknown) => string | undefined): Outcome {
  if (heard.kind === 'refused') return { state: 'failed', answer: said(heard.why), reason: 'not-permitted' }
  if (heard.kind === 'lost') return heard.sent ? { state: 'unknown', answer: said(heard.why) } : { state: 'deferred', answer: said(heard.why), provider: true }
  const { status, headers, body } = heard
  const answer = said(`${status} ${body}`)
  if (status >= 200 && status < 300) {
    const found = reference?.(bodyOf(body))
    return { state: 'accepted', answer: String(status), ...(found ? { reference: found } : {}) }
  }
  if (status === 401 || status === 403) return { state: 'deferred', answer: said(`${answer} (the desk does not let us in: check the token)`), provider: true }
  if (status === 429 || status === 503) return { state: 'deferred', answer, ...retryAfter(headers['retry-after']) }
  if (status === 409) return { state: 'deferred', answer }
  if (status >= 500 || status === 408) return { state: 'unknown', answer }
  return { state: 'failed', answer }
}
export const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '')
export function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
export const testedBy = (heard: Heard, name: (body: unknown) => string | undefined): { ok: boolean; says: string } => {
  if (heard.kind !== 'heard') return { ok: false, says: said(heard.why) }
  if (heard.status === 401 || heard.status === 403) return { ok: false, says: `It answered ${heard.status}: the token is not right, or may not do this.` }
  if (heard.status !== 200) return { ok: false, says: said(`It answered ${heard.status}. Check the address.`) }
  const who = name(bodyOf(heard.body))
  return who
    ? { ok: true, says: `It lets us in as ${who}.` }
    : { ok: false, says: 'It answered, but not as this desk does. Check the address, and whether the token is of an agent.' }
}
