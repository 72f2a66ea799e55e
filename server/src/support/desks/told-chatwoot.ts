// What Chatwoot tells of a conversation, in its own events.
import { isIncoming, mustBeOfChatwoot, secondsOf } from '../../detect/signals/forms/desks.ts'
import { line, link, listed, type Sent, told } from '../../detect/signals/forms/form.ts'
import { address, stateOf, tagsOf, timeOf, words } from '../import/imported.ts'
import { idIn, mostFilesAtOnce, stateWord, type Told, type ToldAgent, type ToldFile } from './told.ts'

/** message_created, conversation_created, conversation_status_changed and conversation_updated. */
export function readChatwoot(sent: Sent): Told[] {
  mustBeOfChatwoot(sent)
  const item = told(sent.body)
  const isMessage = item.event === 'message_created'
  const conversation = isMessage ? told(item.conversation) : item
  const about = idIn(conversation.display_id ?? conversation.id)
  if (!about || !['message_created', 'conversation_created', 'conversation_status_changed', 'conversation_updated'].includes(String(item.event))) return []
  const sender = told(told(conversation.meta).sender)
  const customer = isMessage && isIncoming(item.message_type) ? { ...sender, ...told(item.sender) } : sender
  const common = {
    ...{ conversation: about, at: secondsOf(item.created_at) ?? sent.now.getTime(), subject: line(told(conversation.additional_attributes).mail_subject, 300) },
    ...{
      requester: line(customer.id, 40),
      email: address(customer.email),
      name: line(customer.name, 200),
      organization: line(told(customer.custom_attributes).account ?? customer.identifier, 200),
    },
  }
  if (!isMessage) {
    const at = secondsOf(item.updated_at ?? item.timestamp) ?? sent.now.getTime()
    const changed = (name: string) =>
      item.event === 'conversation_created' || listed(item.changed_attributes, 50).some((each) => told(each)[name] !== undefined)
    return [
      {
        ...{ ...common, at },
        // Each event says how it stands; only one that says that this changed is a word on it.
        ...(item.event === 'conversation_status_changed' || changed('status') ? stateWord(stateOf('chatwoot', item.status), timeOf(item.snoozed_until)) : {}),
        ...(changed('assignee_id') ? { agent: agentOf(told(item.meta).assignee) } : {}),
        ...(Array.isArray(item.labels) ? { tags: tagsOf(listed(item.labels, 200)) } : {}),
      },
    ]
  }
  const key = idIn(item.id)
  const files = chatwootFiles(item)
  const text = words(item.content) ?? (files.length > 0 ? '' : undefined)
  if (!key || text === undefined || item.message_type === 'activity' || item.message_type === 2) return []
  const kind = item.private === true ? 'note' : isIncoming(item.message_type) ? 'in' : 'out'
  return [
    {
      ...common,
      message: { id: key, kind, at: common.at, author: line(told(item.sender).name, 200), text, reply: line(told(item.content_attributes).leeward, 40) },
      ...(files.length > 0 ? { files: { message: key, files } } : {}),
    },
  ]
}

const agentOf = (value: unknown): ToldAgent | null => {
  const { id, email, name } = told(value)
  const number = line(id, 40)
  return number || address(email) ? { id: number, email: address(email), name: line(name, 200) } : null
}

/** Older versions name them only with the message as it stands in its conversation. */
function chatwootFiles(item: Record<string, unknown>): ToldFile[] {
  const same = listed(told(item.conversation).messages, 20)
    .map(told)
    .find((each) => each.id === item.id)
  return listed(item.attachments ?? same?.attachments, mostFilesAtOnce)
    .map(told)
    .flatMap(({ id, data_url: url, file_type: type, extension }) => {
      const [number, at] = [idIn(id), link(url)]
      if (!number || !at || !['file', 'image', 'audio', 'video'].includes(String(type))) return []
      return [{ id: number, url: at, name: nameIn(at) ?? (line(extension, 10) ? `file.${line(extension, 10)}` : undefined) }]
    })
}
function nameIn(url: string): string | undefined {
  try {
    return line(decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? ''), 200)
  } catch {
    return undefined
  }
}
