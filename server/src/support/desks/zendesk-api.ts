// Zendesk's API: a public comment with our mark in the metadata of its audit, by which it is found again; priority and tags as they are to stand.
import { line, listed, told } from '../../detect/signals/forms/form.ts'
import type { Outcome } from '@leeward/channel'
import type { Outgoing } from '../../platform/outgoing/outgoing.ts'
import { address, stateOf } from '../import/imported.ts'
import { bodyOf, type DeskApi, type Lookup, originOf, outcomeOfApi, testedBy } from './api.ts'
import { type Desk, ownTag, priorityOf, tagsThere } from './desk.ts'
import { hasItHere } from './note.ts'
import type { Agent } from './stand.ts'

export function zendeskApi({ settings, secrets }: Pick<Desk, 'settings' | 'secrets'>, outgoing: Outgoing): DeskApi {
  const headers = {
    authorization: `Basic ${Buffer.from(`${secrets.email}/token:${secrets.token}`).toString('base64')}`,
    'content-type': 'application/json',
    'user-agent': 'Leeward',
  }
  const url = (path: string) => `${settings.url.replace(/\/+$/, '')}/api/v2/${path}`
  const get = (path: string) => outgoing(url(path), { method: 'GET', headers })
  const put = (path: string, body: object) => outgoing(url(path), { method: 'PUT', headers, body: JSON.stringify(body) })
  const ticket = encodeURIComponent
  const marked = async (conversation: string, mark: string): Promise<Lookup> => {
    const heard = await get(`tickets/${ticket(conversation)}/audits.json?sort=-created_at&page[size]=100`)
    if (heard.kind !== 'heard' || heard.status !== 200) return 'unknown'
    const { audits } = told(bodyOf(heard.body))
    if (!Array.isArray(audits)) return 'unknown'
    const ours = audits.find((audit) => line(told(told(told(audit).metadata).custom).leeward, 40) === mark)
    return ours === undefined ? 'missing' : { found: commentIn(ours) ?? mark }
  }
  const change = async (conversation: string, fields: object) => outcomeOfApi(await put(`tickets/${ticket(conversation)}.json`, { ticket: fields }))
  /** A note among colleagues, left once: looked for before, since nobody may have heard that it was left. */
  const leave = async (conversation: string, { name }: Agent, mark: string): Promise<Outcome> => {
    const found = await marked(conversation, mark)
    if (found === 'unknown') return { state: 'deferred', answer: 'the desk could not be asked for a note of ours' }
    if (found !== 'missing') return { state: 'accepted', answer: 'the note stands there' }
    return change(conversation, { comment: { body: hasItHere(name), public: false }, metadata: { leeward: mark } })
  }
  const agentBy = async (email: string): Promise<{ id: unknown } | { failed: Outcome }> => {
    const heard = await get(`users/search.json?query=${ticket(`email:${email}`)}`)
    if (heard.kind !== 'heard' || heard.status !== 200) return { failed: outcomeOfApi(heard) }
    const found = listed(told(bodyOf(heard.body)).users, 100)
      .map(told)
      .find((each) => address(each.email) === email.toLowerCase() && ['admin', 'agent'].includes(String(each.role)) && each.suspended !== true)
    return { id: found?.id }
  }
  return {
    lettingIn: { origin: originOf(settings.url), headers: { authorization: headers.authorization } },
    post: async ({ conversation, text, mark }) =>
      outcomeOfApi(
        await put(`tickets/${ticket(conversation)}.json`, { ticket: { comment: { body: text, public: true }, metadata: { leeward: mark } } }),
        (body) => commentIn(told(body).audit),
      ),
    find: ({ conversation, mark }) => marked(conversation, mark),
    // Who has it first: what nobody has cannot be solved there. Changed only as it was read, so that nobody is overtaken.
    stand: async ({ conversation, state, agent }) => {
      const heard = await get(`tickets/${ticket(conversation)}.json`)
      if (heard.kind !== 'heard' || heard.status !== 200) return outcomeOfApi(heard)
      const there = told(told(bodyOf(heard.body)).ticket)
      const current = stateOf('zendesk', there.status)
      const safe = { safe_update: true, updated_stamp: there.updated_at }
      const wanted = state && { open: 'open', waiting: 'pending', closed: 'solved', snoozed: undefined }[state.to]
      const status = wanted && current !== state.to ? { status: wanted } : {}
      let given: object = {}
      if (agent) {
        const found = agent.to === null ? { id: null } : await agentBy(agent.to.email)
        if ('failed' in found) return found.failed
        if (agent.to !== null && found.id === undefined) {
          const left = await leave(conversation, agent.to, agent.note)
          if (left.state !== 'accepted') return left
          // The note changed the ticket: what was read of it is old by now.
          return 'status' in status ? change(conversation, status) : left
        }
        if ((line(there.assignee_id, 40) ?? null) !== (line(found.id, 40) ?? null)) given = { assignee_id: found.id }
      }
      if (!('status' in status) && !('assignee_id' in given)) return { state: 'accepted', answer: 'as it stands' }
      return change(conversation, { ...given, ...status, ...safe })
    },
    tell: async (state) => {
      const tags = tagsThere(state)
      const crisis = tags.find((tag) => tag.startsWith(ownTag))
      // By the way for many: only there tags are added and taken away without the others being named.
      return outcomeOfApi(
        await put(`tickets/update_many.json?ids=${ticket(state.conversation)}`, {
          ticket: {
            ...(settings.tellPriority ? { priority: priorityOf(state.minutes) } : {}),
            additional_tags: [...tags, ...(state.crisis?.link === 'suggested' ? [`${ownTag}suggested`] : [])],
            remove_tags: [
              ...(crisis ? [] : state.crisis ? [`${ownTag}${state.crisis.number.toLowerCase()}`] : []),
              ...(state.crisis?.link === 'suggested' ? [] : [`${ownTag}suggested`]),
            ],
          },
        }),
      )
    },
    test: async () =>
      testedBy(await get('users/me.json'), (body) => {
        const { name, role } = told(told(body).user)
        return ['admin', 'agent'].includes(String(role)) ? line(name, 100) : undefined
      }),
    agents: async (ids) => {
      const heard = await get(`users/show_many.json?ids=${ids.map(ticket).join(',')}`)
      if (heard.kind !== 'heard' || heard.status !== 200) return undefined
      return listed(told(bodyOf(heard.body)).users, 100).flatMap((each) => {
        const { id, name, email } = told(each)
        const number = line(id, 40)
        return number ? [{ id: number, name: line(name, 200), email: address(email) }] : []
      })
    },
    people: async (ids) => {
      const heard = await get(`users/show_many.json?ids=${ids.map(ticket).join(',')}`)
      if (heard.kind !== 'heard' || heard.status !== 200) return undefined
      return listed(told(bodyOf(heard.body)).users, 100).flatMap((each) => {
        const { id, name, email, organization_id: organization } = told(each)
        const number = line(id, 40)
        return number ? [{ id: number, name: line(name, 200), email: address(email), organization: line(organization, 80) }] : []
      })
    },
  }
}

const commentIn = (audit: unknown): string | undefined =>
  listed(told(audit).events, 100)
    .map(told)
    .flatMap(({ type, id }) => (type === 'Comment' ? (line(id, 80) ?? []) : []))[0]
