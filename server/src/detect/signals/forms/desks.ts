// Chatwoot, Zendesk and Intercom as they tell of conversations; of each only what a customer wrote, and that one began.
import { createHmac } from 'node:crypto'
import { Refused } from '../../../platform/refused.ts'
import { plainHtml } from '../../asked/plain-html.ts'
import { inConversation } from './conversation.ts'
import { type Form, header, instant, line, link, listed, mustBeSigned, type Sent, text, told } from './form.ts'

const toleranceSeconds = 300

/** message_created and conversation_created. Newer versions sign what they send, over time and body; where the source has the secret, only that is taken. */
export const readChatwoot: Form = (sent) => {
  mustBeOfChatwoot(sent)
  const { event, id, content, message_type: type, private: internal, sender, conversation, inbox, created_at: created, messages } = told(sent.body)
  if (event === 'conversation_created') {
    // One that an agent begins is none of a customer's; its messages come by themselves.
    const first = told(listed(messages, 1)[0])
    const theirs = line(id, 40)
    return theirs && (first.message_type === undefined || isIncoming(first.message_type))
      ? [inConversation({ conversation: theirs, message: undefined, at: secondsOf(created), body: undefined })]
      : []
  }
  const { id: numeric, display_id: shown, additional_attributes: more } = told(conversation)
  const about = line(shown ?? numeric, 40)
  const its = line(id, 40)
  if (event !== 'message_created' || !isIncoming(type) || internal === true || !about || !its) return []
  return [
    inConversation({
      conversation: about,
      message: its,
      at: secondsOf(created),
      title: line(told(more).mail_subject, 300),
      body: text(content),
      account: line(told(told(sender).custom_attributes).account ?? told(sender).identifier, 200),
      from: line(told(sender).email, 254),
      labels: line(told(inbox).name) ? { inbox: line(told(inbox).name) as string } : undefined,
    }),
  ]
}
/** 0, 1 and 2 are incoming, outgoing and of the system. */
export const isIncoming = (type: unknown) => type === 'incoming' || type === 0

/** ticket.created and ticket.comment_added, believed by their signature alone. They hold no address: the account is that of their organization, by its id there. */
export const readZendesk: Form = (sent) => {
  mustBeOfZendesk(sent)
  const { type, id, time, detail, event } = told(sent.body)
  const {
    id: ticket,
    subject,
    description,
    requester_id: requester,
    submitter_id: submitter,
    actor_id: actor,
    organization_id: organization,
    via,
  } = told(detail)
  const about = line(ticket, 40)
  if (!about) return []
  const channel = line(told(via).channel)
  const common = {
    conversation: about,
    at: instant(time),
    title: line(subject, 300),
    account: line(organization, 40),
    labels: channel ? { channel } : undefined,
  }
  if (type === 'zen:event-type:ticket.created') {
    // An agent may open a ticket in a customer's name: then the words are the agent's.
    const theirs = line(actor ?? submitter, 40) === line(requester, 40)
    return theirs ? [inConversation({ ...common, message: `${about}/first`, body: text(description) })] : []
  }
  if (type !== 'zen:event-type:ticket.comment_added') return []
  const { id: comment, body, is_public: open, author } = told(told(event).comment)
  const { is_staff: staff, id: writer } = told(author)
  if (staff === true || open === false || (staff === undefined && line(writer, 40) !== line(requester, 40))) return []
  const words = text(body)
  // The first comment is the description of the ticket, and comes with both.
  const first = words !== undefined && words === text(description)
  return [inConversation({ ...common, message: first ? `${about}/first` : `${about}/${line(comment, 40) ?? line(id, 80)}`, body: words })]
}

/** conversation.user.created and conversation.user.replied, signed with the client secret of the app. A ping tells nothing. */
export const readIntercom: Form = (sent) => {
  if (!sent.secret)
    throw new Refused('not-allowed', 'Give this source the client secret of the Intercom app first: without it nobody knows that it is Intercom who speaks.')
  const expected = createHmac('sha1', sent.secret).update(sent.raw).digest('hex')
  // Compared as HMACs of both, so that the time says nothing of either.
  mustBeSigned(createHmac('sha256', sent.secret).update(header(sent, 'x-hub-signature').toLowerCase()).digest('hex'), `sha1=${expected}`, sent.secret, 'hex')
  const { topic, data, created_at: created } = told(sent.body)
  const { id, source, conversation_parts: parts, links } = told(told(data).item)
  const about = line(id, 80)
  if (!about || !/^conversation\.user\.(created|replied)$/.test(String(topic))) return []
  const begun = told(source)
  const last = told(listed(told(parts).conversation_parts, 500).at(-1))
  const said = topic === 'conversation.user.created' ? begun : last
  const { author, body, id: part } = said
  const { type: writer, email } = told(author)
  if (writer !== undefined && !['user', 'lead', 'contact'].includes(String(writer))) return []
  return [
    inConversation({
      conversation: about,
      message: `${about}/${line(part, 80) ?? line(told(sent.body).id, 120) ?? 'first'}`,
      at: secondsOf(said.created_at ?? created),
      title: line(plainHtml(String(begun.subject ?? '')), 300),
      body: text(plainHtml(String(body ?? ''))),
      from: line(email, 254),
      link: link(told(links).conversation_web),
    }),
  ]
}

/** Refuses what this Chatwoot did not sign now, where its secret is known; older versions sign nothing, and are believed by the key in the address. */
export function mustBeOfChatwoot(sent: Sent): void {
  if (!sent.secret) return
  const at = header(sent, 'x-chatwoot-timestamp')
  mustBeOfNow(at, sent)
  mustBeSigned(header(sent, 'x-chatwoot-signature').replace(/^sha256=/, ''), over(`${at}.`, sent), sent.secret, 'hex')
}

/** Refuses what this Zendesk did not sign now. */
export function mustBeOfZendesk(sent: Sent): void {
  if (!sent.secret)
    throw new Refused('not-allowed', 'Give this source the signing secret of the webhook first: without it nobody knows that it is Zendesk who speaks.')
  const at = header(sent, 'x-zendesk-webhook-signature-timestamp')
  mustBeOfNow(at, sent)
  mustBeSigned(header(sent, 'x-zendesk-webhook-signature'), over(at, sent), sent.secret, 'base64')
}

/** Seconds since 1970, or a time in words. */
export const secondsOf = (given: unknown): number | undefined => instant(typeof given === 'number' ? given * 1_000 : given)
const over = (before: string, { raw }: Sent) => Buffer.concat([Buffer.from(before), raw])

/** Seconds since 1970, or a time in words, of now: what was sent once is not believed again next week. */
export function mustBeOfNow(given: string, { now }: Sent): void {
  const at = /^\d{9,11}$/.test(given) ? Number(given) * 1_000 : Date.parse(given)
  if (!(Math.abs(now.getTime() - at) <= toleranceSeconds * 1_000)) throw new Refused('not-allowed', 'The signature is missing, or older than five minutes.')
}
