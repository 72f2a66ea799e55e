import { type Sentences, time } from '../../platform/events/sentences.ts'

const seatNames: Record<string, string> = {
  commander: 'crisis commander',
  'communication-lead': 'customer communication lead',
  'technical-lead': 'technical response lead',
  'legal-privacy': 'legal and privacy',
}
/** What a seat is called in a sentence: as on the screen, in full. */
export const seatName = (role: unknown) => seatNames[String(role)] ?? String(role).replaceAll('-', ' ')

export const teamSentences: Sentences = {
  SeatTaken: {
    says: ({ role, holder, instead }, name) => `${name(holder)} took the seat of ${seatName(role)}${instead ? ` from ${name(instead)}` : ''}.`,
    people: ({ holder, instead }) => [holder, instead],
  },
  SeatLeft: {
    says: ({ role, holder }, name) => `${name(holder)} left the seat of ${seatName(role)}; it is empty.`,
    tone: 'warning',
    people: ({ holder }) => [holder],
  },
  HandOverOffered: {
    says: ({ role, to, answerBy }, name) => `The seat of ${seatName(role)} was offered to ${name(to)}, who has until ${time(answerBy)} UTC to answer.`,
    people: ({ to }) => [to],
  },
  HandOverAccepted: { says: ({ role, to }, name) => `${name(to)} accepted the seat of ${seatName(role)}.`, tone: 'good', people: ({ to }) => [to] },
  HandOverDeclined: { says: ({ role, to }, name) => `${name(to)} declined the seat of ${seatName(role)}.`, tone: 'warning', people: ({ to }) => [to] },
  HandOverWithdrawn: { says: ({ role, to }, name) => `The offer of the seat of ${seatName(role)} to ${name(to)} was taken back.`, people: ({ to }) => [to] },
  HandOverLapsed: {
    says: ({ role, to }, name) => `${name(to)} did not answer; the seat of ${seatName(role)} stays where it is.`,
    tone: 'warning',
    people: ({ to }) => [to],
  },
  ReliefDue: {
    says: ({ role, holder, since }, name) => `${name(holder)} has been ${seatName(role)} since ${time(since)} UTC: it is time to hand over.`,
    tone: 'warning',
    people: ({ holder }) => [holder],
  },
}
