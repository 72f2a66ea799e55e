// What Zendesk tells of a ticket, in its own events.
import { mustBeOfZendesk } from '../../detect/signals/forms/desks.ts'
import { instant, line, link, type Sent, told } from '../../detect/signals/forms/form.ts'
import { stateOf, tagsOf, words } from '../import/imported.ts'
import { idIn, plainItems, stateWord, type Told } from './told.ts'

/** ticket.created, comment_added, status_changed, tags_changed, agent_assignment_changed and attachment_linked_to_comment; or, from a trigger of theirs, our own form under their signature. */
export function readZendesk(sent: Sent): Told[] {
  mustBeOfZendesk(sent)
  const { type, id, time, detail, event } = told(sent.body)
  if (typeof type !== 'string' || !type.startsWith('zen:event-type:')) return plainItems(sent)
  const ticket = told(detail)
  const about = idIn(ticket.id)
  if (!about) return []
  const at = instant(time) ?? sent.now.getTime()
  const requester = line(ticket.requester_id, 40)
  const common = { conversation: about, at, subject: line(ticket.subject, 300), requester, organization: line(ticket.organization_id, 80) }
  switch (type.replace('zen:event-type:ticket.', '')) {
    case 'created': {
      const theirs = line(ticket.actor_id ?? ticket.submitter_id, 40) === requester
      const text = words(ticket.description)
      const message = text === undefined ? undefined : { id: 'first', kind: theirs ? ('in' as const) : ('out' as const), at, text }
      const agent = line(ticket.assignee_id, 40)
      return [{ ...common, message, tags: tagsOf(ticket.tags), ...stateWord(stateOf('zendesk', ticket.status)), ...(agent ? { agent: { id: agent } } : {}) }]
    }
    case 'comment_added': {
      const comment = told(told(event).comment)
      const author = told(comment.author)
      const text = words(comment.body)
      if (text === undefined) return []
      const staff = author.is_staff === true || (author.is_staff === undefined && line(author.id, 40) !== requester)
      // The first comment is the description of the ticket, and comes with both.
      const number = idIn(comment.id)
      const key = text === words(ticket.description) ? 'first' : (number ?? line(id, 80))
      if (!key) return []
      const kind = comment.is_public === false ? 'note' : staff ? 'out' : 'in'
      return [{ ...common, message: { id: key, kind, at, author: line(author.name, 200), text, ...(key === 'first' && number ? { alias: number } : {}) } }]
    }
    case 'status_changed':
      return [{ ...common, ...stateWord(stateOf('zendesk', told(event).current)) }]
    case 'agent_assignment_changed': {
      const agent = line(told(event).current, 40)
      return [{ ...common, agent: agent ? { id: agent } : null }]
    }
    case 'attachment_linked_to_comment': {
      const comment = told(told(event).comment)
      const { id: file, content_url: url, filename, content_type: content } = told(comment.attachment)
      const [message, number, at] = [idIn(comment.id), idIn(file), link(url)]
      if (!message || !number || !at) return []
      return [{ ...common, files: { message, files: [{ id: number, url: at, name: line(filename, 200), type: line(content, 100) }] } }]
    }
    case 'tags_changed':
      return [{ ...common, tagsAdded: tagsOf(told(event).tags_added), tagsRemoved: tagsOf(told(event).tags_removed) }]
    default:
      return []
  }
}
