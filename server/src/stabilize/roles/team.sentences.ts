import { type Sentences, time } from '../../platform/events/sentences.ts'

/** What a seat is called in a sentence: its own word, in full. */
export const seatName = (role: unknown) => String(role).replaceAll('-', ' ')

export const teamSentences: Sentences = {
  // The commander's own seat is told by the crisis itself.
  SeatTaken: {
    says: ({ role, holder, instead }, name) =>
      role === 'commander'
        ? `Command is now with ${name(holder)}.`
        : `${name(holder)} took the seat ${seatName(role)}${instead ? ` from ${name(instead)}` : ''}.`,
    people: ({ holder, instead }) => [holder, instead],
  },
  SeatLeft: {
    says: ({ role, holder }, name) => `${name(holder)} left the seat ${seatName(role)}; it is empty.`,
    tone: 'warning',
    people: ({ holder }) => [holder],
  },
  HandOverOffered: {
    says: ({ role, to, answerBy }, name) => `The seat ${seatName(role)} was offered to ${name(to)}, who has until ${time(answerBy)} UTC to answer.`,
    people: ({ to }) => [to],
  },
  HandOverAccepted: { says: ({ role, to }, name) => `${name(to)} accepted the seat ${seatName(role)}.`, tone: 'good', people: ({ to }) => [to] },
  HandOverDeclined: { says: ({ role, to }, name) => `${name(to)} declined the seat ${seatName(role)}.`, tone: 'warning', people: ({ to }) => [to] },
  HandOverWithdrawn: { says: ({ role, to }, name) => `The offer of the seat ${seatName(role)} to ${name(to)} was taken back.`, people: ({ to }) => [to] },
  HandOverLapsed: {
    says: ({ role, to }, name) => `${name(to)} did not answer; the seat ${seatName(role)} stays where it is.`,
    tone: 'warning',
    people: ({ to }) => [to],
  },
  ReliefDue: {
    says: ({ role, holder, since }, name) => `${name(holder)} has been ${seatName(role)} since ${time(since)} UTC: it is time to hand over.`,
    tone: 'warning',
    people: ({ holder }) => [holder],
  },
}
