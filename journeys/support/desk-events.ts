// What desks send us, as they send it.
import { createHmac } from 'node:crypto'
import type { TestSystem } from './system.ts'

type Deps = Pick<TestSystem, 'web' | 'now'>
const inject = async ({ web }: Deps, url: string, raw: string, headers: Record<string, string> = {}) => {
  const answer = await web.console.inject({ method: 'POST', url, headers: { 'content-type': 'application/json', ...headers }, payload: raw })
  return { status: answer.statusCode, body: answer.json() }
}

export function zendeskEvents(system: Deps, hook: string, secret: string) {
  const send = (type: string, ticket: number, event: object, detail: object = {}, time = system.now().toISOString()) => {
    const raw = JSON.stringify({
      ...{ type: `zen:event-type:ticket.${type}`, id: `evt-${type}-${time}`, time, event },
      detail: {
        id: String(ticket),
        subject: 'Mail is down',
        description: 'I cannot send mail!',
        requester_id: '8',
        submitter_id: '8',
        actor_id: '8',
        status: 'NEW',
        tags: [],
        ...detail,
      },
    })
    const [at, signed] = [system.now().toISOString(), createHmac('sha256', secret)]
    return inject(system, hook, raw, {
      'x-zendesk-webhook-signature-timestamp': at,
      'x-zendesk-webhook-signature': signed.update(at + raw).digest('base64'),
    })
  }
  return {
    created: (ticket: number, detail: object = {}) => send('created', ticket, {}, detail),
    wrote: (ticket: number, id: number, body: string, author: object = { id: '8', is_staff: false, name: 'Ann' }, time?: string, open = true) =>
      send('comment_added', ticket, { comment: { id: String(id), body, is_public: open, author } }, {}, time),
    status: (ticket: number, current: string, time?: string) => send('status_changed', ticket, { current, previous: 'OPEN' }, {}, time),
    tagged: (ticket: number, tag: string) => send('tags_changed', ticket, { tags_added: [tag], tags_removed: [] }),
    assigned: (ticket: number, current: string | null, time?: string) => send('agent_assignment_changed', ticket, { current, previous: null }, {}, time),
    attached: (ticket: number, comment: number, attachment: object) =>
      send('attachment_linked_to_comment', ticket, {
        comment: { id: String(comment), attachment: { is_public: false, content_type: 'text/plain', ...attachment } },
      }),
  }
}

/** As the version of Chatwoot that names what changed. */
export function chatwootEvents(system: Deps, hook: string) {
  const seconds = () => system.now().getTime() / 1_000
  return {
    wrote: (conversation: number, id: number, content: string | null, more: object = {}) =>
      inject(
        system,
        hook,
        JSON.stringify({
          ...{ event: 'message_created', id, content, message_type: 'incoming', private: false, created_at: system.now().toISOString() },
          ...{ sender: { id: 3, name: 'Cy', email: 'a3@real.example' }, conversation: { id: conversation, meta: { sender: { id: 3 } } }, ...more },
        }),
      ),
    changed: (
      conversation: number,
      changed: string[],
      state: { status?: string; snoozed_until?: string; assignee?: object | null; labels?: string[] } = {},
    ) => {
      const { assignee = null, labels = [], ...more } = state
      const body = {
        ...{ event: changed.includes('status') ? 'conversation_status_changed' : 'conversation_updated', id: conversation, status: 'open', labels },
        ...{ meta: { sender: { id: 3 }, assignee }, created_at: Math.floor(seconds()) - 60, updated_at: seconds(), ...more },
        changed_attributes: changed.map((name) => ({ [name]: { previous_value: null, current_value: null } })),
      }
      return inject(system, hook, JSON.stringify(body))
    },
  }
}
