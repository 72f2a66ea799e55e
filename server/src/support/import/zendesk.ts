// Tickets of Zendesk: as its full export gives them (a ticket on each line with its comments), or as pages of its API with users beside them.
import {
  address,
  type ImportedConversation,
  type ImportedMessage,
  lastOf,
  line,
  listed,
  mustFew,
  mustId,
  mustState,
  mustTime,
  nothing,
  type Person,
  personWith,
  type Read,
  tagsOf,
  told,
  words,
} from './imported.ts'

/** @param list the list it stood in, where it came in a page */
export function readZendeskItem(value: unknown, list: string | null): Read {
  const item = told(value)
  if (list === 'users' || (item.role !== undefined && item.subject === undefined)) return { ...nothing(), people: [personOf(item)] }
  if (item.ticket !== undefined && item.status === undefined) return readZendeskItem(item.ticket, 'tickets')
  if (list === 'comments' || (item.ticket_id !== undefined && item.author_id !== undefined && item.status === undefined))
    return { ...nothing(), messages: [commentOf(item, mustId(item.ticket_id, 'ticket_id (of a comment)'), undefined)] }
  return ticketOf(item)
}

function ticketOf(item: Record<string, unknown>): Read {
  const id = mustId(item.id, 'id')
  const requester = told(item.requester)
  const by = line(requester.id ?? item.requester_id, 40)
  const comments = mustFew(item.comments, 'comments', 'Split the ticket.')
  const at = mustTime(item.created_at, 'created_at')
  const messages = comments.map((each, nth) => commentOf(told(each), id, by, nth === 0, at))
  const description = words(item.description)
  if (messages.length === 0 && description)
    messages.push({
      conversation: id,
      id: 'first',
      at,
      author: by,
      open: true,
      kind: line(item.submitter_id) === by || by === undefined ? 'in' : undefined,
      text: description,
    })
  const organization = told(item.organization)
  const conversation: ImportedConversation = {
    ...{
      id,
      subject: line(item.subject ?? item.raw_subject, 300) ?? line(description, 80) ?? `#${id}`,
      state: mustState('zendesk', item.status),
      tags: tagsOf(item.tags),
    },
    ...{ at, lastAt: lastOf(at, messages), channel: channelOf(line(told(item.via).channel), address(requester.email)) },
    ...{ requester: by, name: line(requester.name, 200), email: address(requester.email), phone: line(requester.phone, 40) },
    ...{ organization: line(organization.id ?? item.organization_id, 80), messages },
  }
  const people = [requester, told(item.submitter), told(item.assignee), ...listed(item.collaborator, 50).map(told)]
    .filter((each) => line(each.id, 40))
    .map(personOf)
  return { conversations: [conversation], messages: [], people }
}

/** The first comment is the ticket's description, and is known by that in what the desk sends later. */
function commentOf(item: Record<string, unknown>, conversation: string, requester: string | undefined, first = false, began?: number): ImportedMessage {
  const author = line(item.author_id ?? told(item.author).id, 40)
  const open = item.public !== false && item.is_public !== false
  return {
    ...{
      conversation,
      id: first ? 'first' : mustId(item.id, 'id (of a comment)'),
      at: first && item.created_at === undefined && began !== undefined ? began : mustTime(item.created_at, 'created_at (of a comment)'),
    },
    ...{
      open,
      author,
      name: line(told(item.author).name, 200),
      kind: open ? (author !== undefined && author === requester ? ('in' as const) : undefined) : ('note' as const),
    },
    ...{ text: words(item.plain_body ?? item.body), html: typeof item.html_body === 'string' ? words(item.html_body) : undefined },
  }
}

function personOf(item: Record<string, unknown>): Person {
  const role = line(item.role, 40)
  return personWith(mustId(item.id, 'id (of a person)'), {
    ...{ name: item.name, email: item.email, phone: item.phone, organization: item.organization_id },
    staff: role === undefined ? undefined : role !== 'end-user',
  })
}

function channelOf(via: string | undefined, email: string | undefined): ImportedConversation['channel'] {
  if (via === 'voice' || via === 'phone') return 'phone'
  if (via && /chat|messaging/.test(via)) return 'chat'
  if (via && /twitter|facebook|instagram|whatsapp|line|wechat/.test(via)) return 'social'
  return email || via === 'email' || via === 'web' ? 'email' : 'api'
}
