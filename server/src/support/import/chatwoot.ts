// Conversations of Chatwoot, as its API gives them: pages of conversations, of messages and of contacts, or one on each line with its messages.
import {
  address,
  type ImportedConversation,
  type ImportedMessage,
  lastOf,
  line,
  mustFew,
  mustId,
  mustState,
  mustTime,
  nothing,
  type Person,
  personWith,
  type Read,
  tagsOf,
  timeOf,
  told,
  words,
} from './imported.ts'

export function readChatwootItem(value: unknown, list: string | null): Read {
  const item = told(value)
  if (item.message_type !== undefined && item.status !== 'resolved' && item.content !== undefined)
    return { ...nothing(), messages: messageOf(item, mustId(item.conversation_id ?? told(item.conversation).id, 'conversation_id (of a message)')) }
  if (list === 'contacts' || (item.status === undefined && (item.email !== undefined || item.phone_number !== undefined)))
    return { ...nothing(), people: [personOf(item)] }
  return conversationOf(item)
}

function conversationOf(item: Record<string, unknown>): Read {
  const id = mustId(item.display_id ?? item.id, 'id')
  const messages = mustFew(item.messages, 'messages', 'Split it.').flatMap((each) => messageOf(told(each), id))
  const sender = told(told(item.meta).sender ?? item.contact ?? item.sender)
  const at = timeOf(item.created_at) ?? mustTime(item.timestamp ?? messages[0]?.at, 'created_at')
  const state = mustState('chatwoot', item.status)
  const until = timeOf(item.snoozed_until)
  const email = address(sender.email)
  const conversation: ImportedConversation = {
    ...{ id, subject: line(told(item.additional_attributes).mail_subject, 300) ?? line(messages[0]?.text, 80) ?? `#${id}`, tags: tagsOf(item.labels) },
    ...(state === 'snoozed' ? (until === undefined ? { state: 'open' as const } : { state, snoozedUntil: until }) : { state }),
    ...{
      at,
      lastAt: lastOf(at, messages),
      channel: channelOf(line(told(item.meta).channel ?? told(item.inbox).channel_type), email),
    },
    ...{
      requester: line(sender.id ?? item.contact_id, 40),
      name: line(sender.name, 200),
      email,
      phone: line(sender.phone_number, 40),
      organization: line(told(sender.custom_attributes).account ?? sender.identifier, 200),
      messages,
    },
  }
  return { conversations: [conversation], messages: [], people: line(sender.id, 40) ? [personOf(sender)] : [] }
}

/** 0 incoming, 1 outgoing, 2 what the system says of itself, 3 a template such as a greeting. */
function messageOf(item: Record<string, unknown>, conversation: string): ImportedMessage[] {
  const type = item.message_type
  if (type === 2 || type === 'activity') return []
  const incoming = type === 0 || type === 'incoming'
  const sender = told(item.sender)
  const html = told(told(told(item.content_attributes).email).html_content).full
  return [
    {
      ...{ conversation, id: mustId(item.id, 'id (of a message)'), at: mustTime(item.created_at, 'created_at (of a message)'), open: item.private !== true },
      ...{
        kind: item.private === true ? ('note' as const) : incoming ? ('in' as const) : ('out' as const),
        name: line(sender.available_name ?? sender.name, 200),
      },
      ...{ text: words(item.content), html: typeof html === 'string' ? words(html) : undefined },
    },
  ]
}

const personOf = (item: Record<string, unknown>): Person =>
  personWith(mustId(item.id, 'id (of a contact)'), {
    ...{ name: item.name, email: item.email, phone: item.phone_number, organization: told(item.custom_attributes).account ?? item.identifier },
    staff: false,
  })

function channelOf(type: string | undefined, email: string | undefined): ImportedConversation['channel'] {
  if (type && /email/i.test(type)) return 'email'
  if (type && /twitter|facebook|instagram|whatsapp|telegram|line/i.test(type)) return 'social'
  if (type && /sms|twilio|voice/i.test(type)) return 'phone'
  if (type && /api/i.test(type)) return 'api'
  return type || !email ? 'chat' : 'email'
}
