// Chatwoot's API: an outgoing message with our mark among its attributes, by which it is found again; older versions keep no mark, there its words and its time tell.
import type { Outcome } from '@leeward/channel'
import { line, listed, told } from '../../detect/signals/forms/form.ts'
import type { Outgoing } from '../../platform/outgoing/outgoing.ts'
import { address, timeOf } from '../import/imported.ts'
import { bodyOf, type DeskApi, originOf, outcomeOfApi, testedBy } from './api.ts'
import { type Desk, ownTag, priorityOf, tagsThere } from './desk.ts'
import { hasItHere } from './note.ts'
import type { Agent, StandState } from './stand.ts'

const leewayMs = 60_000

export function chatwootApi({ settings, secrets }: Pick<Desk, 'settings' | 'secrets'>, outgoing: Outgoing): DeskApi {
  const headers = { api_access_token: secrets.token ?? '', 'content-type': 'application/json', 'user-agent': 'Leeward' }
  const base = settings.url.replace(/\/+$/, '')
  const of = (conversation: string, path: string) =>
    `${base}/api/v1/accounts/${encodeURIComponent(settings.account ?? '')}/conversations/${encodeURIComponent(conversation)}/${path}`
  const get = (url: string) => outgoing(url, { method: 'GET', headers })
  const post = (url: string, body: object) => outgoing(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const account = `${base}/api/v1/accounts/${encodeURIComponent(settings.account ?? '')}`
  const agents = async () => {
    const heard = await get(`${account}/agents`)
    const list = heard.kind === 'heard' && heard.status === 200 ? bodyOf(heard.body) : undefined
    return Array.isArray(list)
      ? list.map(told).flatMap(({ id, name, email }) => (line(id, 40) ? [{ id: line(id, 40) as string, name: line(name, 200), email: address(email) }] : []))
      : { failed: outcomeOfApi(heard) }
  }
  const messagesOf = async (conversation: string) => {
    const heard = await get(of(conversation, 'messages'))
    const messages = heard.kind === 'heard' && heard.status === 200 ? told(bodyOf(heard.body)).payload : undefined
    return Array.isArray(messages) ? messages.map(told) : undefined
  }
  /** A note among colleagues, left once: looked for before, since nobody may have heard that it was left. */
  const leave = async (conversation: string, { name }: Agent, mark: string): Promise<Outcome> => {
    const there = await messagesOf(conversation)
    if (!there) return { state: 'deferred', answer: 'the desk could not be asked for a note of ours' }
    const content = hasItHere(name)
    if (there.some((each) => line(told(each.content_attributes).leeward, 40) === mark)) return { state: 'accepted', answer: 'the note stands there' }
    return outcomeOfApi(await post(of(conversation, 'messages'), { content, message_type: 'outgoing', private: true, content_attributes: { leeward: mark } }))
  }
  return {
    lettingIn: { origin: originOf(settings.url), headers: {} },
    agents: async (ids) => {
      const all = await agents()
      return 'failed' in all ? undefined : all.filter(({ id }) => ids.includes(id))
    },
    // How it stands first: who opens it there by a token of an agent has it.
    stand: async ({ conversation, state, agent }) => {
      const heard = await get(`${account}/conversations/${encodeURIComponent(conversation)}`)
      if (heard.kind !== 'heard' || heard.status !== 200) return outcomeOfApi(heard)
      const there = told(bodyOf(heard.body))
      let outcome: Outcome = { state: 'accepted', answer: 'as it stands' }
      const wanted = state && statusFor(state.to, line(there.status, 40))
      if (wanted) {
        const until = wanted === 'snoozed' && state.until ? { snoozed_until: Math.floor(state.until.getTime() / 1_000) } : {}
        outcome = outcomeOfApi(await post(of(conversation, 'toggle_status'), { status: wanted, ...until }))
        if (outcome.state !== 'accepted') return outcome
      }
      if (!agent) return outcome
      const all = agent.to === null ? [] : await agents()
      if ('failed' in all) return all.failed
      const found = agent.to === null ? null : all.find(({ email }) => email === agent.to?.email.toLowerCase())?.id
      if (found === undefined) return leave(conversation, agent.to as Agent, agent.note)
      if (!wanted && (line(told(told(there.meta).assignee).id, 40) ?? null) === found) return outcome
      return outcomeOfApi(await post(of(conversation, 'assignments'), { assignee_id: found === null ? null : Number(found) }))
    },
    post: async ({ conversation, text, mark }) =>
      outcomeOfApi(
        await post(of(conversation, 'messages'), { content: text, message_type: 'outgoing', private: false, content_attributes: { leeward: mark } }),
        (body) => line(told(body).id, 80),
      ),
    find: async ({ conversation, mark, text }, sentAt) => {
      const messages = await messagesOf(conversation)
      if (!messages) return 'unknown'
      const ours = messages.find((each) => {
        const known = line(told(each.content_attributes).leeward, 40)
        if (known !== undefined) return known === mark
        return (
          [1, 'outgoing'].includes(each.message_type as number) &&
          each.private !== true &&
          squeezed(each.content) === squeezed(text) &&
          (timeOf(each.created_at) ?? 0) >= sentAt.getTime() - leewayMs
        )
      })
      return ours === undefined ? 'missing' : { found: line(ours.id, 80) ?? mark }
    },
    tell: async (state) => {
      if (settings.tellPriority) {
        const heard = outcomeOfApi(await post(of(state.conversation, 'toggle_priority'), { priority: inChatwoot[priorityOf(state.minutes)] }))
        if (heard.state !== 'accepted') return heard
      }
      // Labels are given whole: those that stand there are read first.
      const there = await get(of(state.conversation, 'labels'))
      const labels = there.kind === 'heard' && there.status === 200 ? told(bodyOf(there.body)).payload : undefined
      if (!Array.isArray(labels)) return outcomeOfApi(there)
      const before = listed(labels, 200).flatMap((each) => line(each, 100) ?? [])
      const wanted = [...new Set([...before.filter((each) => !each.startsWith(ownTag)), ...tagsThere(state)])]
      if (wanted.toSorted().join('\n') === before.toSorted().join('\n')) return { state: 'accepted', answer: 'as it stands' }
      return outcomeOfApi(await post(of(state.conversation, 'labels'), { labels: wanted }))
    },
    test: async () =>
      testedBy(await get(`${base}/api/v1/profile`), (body) => {
        const { name, accounts } = told(body)
        return listed(accounts, 500).some((each) => line(told(each).id, 40) === settings.account) ? line(name, 100) : undefined
      }),
  }
}
/** The customer's turn, and what nobody looked at yet, are open there as well. @returns undefined: it stands there so */
function statusFor(to: StandState, there: string | undefined): string | undefined {
  const wanted = { open: 'open', waiting: 'open', closed: 'resolved', snoozed: 'snoozed' }[to]
  return there === wanted || (there === 'pending' && wanted === 'open') ? undefined : wanted
}
const inChatwoot = { urgent: 'urgent', high: 'high', normal: 'medium' } as const
const squeezed = (value: unknown) => (typeof value === 'string' ? value.replace(/\s+/g, '') : '')
